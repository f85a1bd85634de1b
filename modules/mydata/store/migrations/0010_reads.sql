-- The agency's own number of the matter for which it read, and the member of the road that is the agency.
alter table law_read
  add column issue text,
  add column agency text not null generated always as
    (split_part(consumer, '/', 1) || '/' || split_part(consumer, '/', 2) || '/' || split_part(consumer, '/', 3)) stored;
create index law_read_agency on law_read (agency, at);
create index law_read_hidden on law_read (visible_from);

-- Of which reads a person wants to be told; without a row, of all kinds.
create table read_choice (
  subject text primary key,
  reasons jsonb not null,
  at timestamptz not null
);
comment on table read_choice is 'mutable: what the person wants now';
