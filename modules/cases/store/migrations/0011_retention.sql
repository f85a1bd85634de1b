-- The key under which all that a case knows is encrypted. Without it the chain of actions still holds, and says nothing of anybody.
create table case_key (
  case_id uuid primary key,
  key bytea not null
);
comment on table case_key is 'mutable: a key is deleted when the time of its case is over';

-- The day on which a case is erased, counted from its end; null while it is under way. Of cases that ended before, a schedule works it out.
alter table case_index
  add column erase_on date,
  add column erased_at timestamptz;
create index case_erase on case_index (erase_on, id) where erased_at is null and erase_on is not null;
create index case_unscheduled on case_index (id)
  where erase_on is null and erased_at is null and state in ('decided', 'closed', 'withdrawn', 'discarded');
create index case_abandoned on case_index (updated_at) where state = 'draft';

comment on column case_letter.content is 'mutable: emptied when its case is erased; the seal over its PDF stays';
comment on column case_notice.request_hash is 'mutable: zeros once its case is erased; answers can be guessed from a hash';
comment on table case_opening is 'mutable: rows go with their case; the audit keeps that it was opened';
