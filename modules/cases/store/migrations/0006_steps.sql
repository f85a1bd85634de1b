-- What a case goes through, stored once for all cases that were submitted under it.
create table case_definition (
  hash char(64) primary key,
  service text not null,
  definition jsonb not null,
  texts jsonb not null,
  member text not null,
  law text,
  stored_at timestamptz not null
);
create index case_definition_service on case_definition (service, stored_at desc);

-- What has not been submitted belongs to the person alone and can be deleted.
create table case_draft (
  id uuid primary key references case_index on delete cascade,
  national_id text not null,
  answers jsonb not null
);
comment on table case_draft is 'mutable: drafts are changed and deleted until they are submitted';

-- Where a case stands, for queues; always derivable from the actions.
alter table case_index
  add column definition char(64),
  add column submitted_at timestamptz,
  add column step text,
  add column kind text,
  add column due date,
  add column role text,
  add column office text,
  add column area text,
  add column assigned text;
create index case_queue on case_index (office, role, due, id) where role is not null;
create index case_due on case_index (due) where due is not null;

-- Who takes part in a case besides the applicant, so that a person finds what waits for them.
create table case_party (
  case_id uuid not null references case_index on delete cascade,
  key text not null,
  national_id text not null,
  name text not null,
  primary key (case_id, key)
);
comment on table case_party is 'mutable: projection of case_action';
create index case_party_person on case_party (national_id, case_id desc);

-- False while a case is a draft alone: its chain begins when it is submitted. Cases of before have a chain from the beginning.
alter table case_index add column chained boolean not null default true;
alter table case_index alter column chained set default false;
update case_index set submitted_at = action.at from case_action action
where action.case_id = case_index.id and action.type = 'submitted' and submitted_at is null;

-- A case may issue several certificates, and they may be revoked.
alter table certificate drop constraint certificate_case_id_key;
create index certificate_case on certificate (case_id);
create table certificate_revocation (
  code text primary key references certificate,
  at timestamptz not null
);

-- Which officers reach a case: by role and agency, of the area that the case belongs to, or of all areas.
create table case_reader (
  agency text not null,
  role text not null,
  case_id uuid not null references case_index on delete cascade,
  area text,
  primary key (agency, role, case_id)
);
comment on table case_reader is 'mutable: projection of case_action';
create index case_reader_case on case_reader (case_id);
insert into case_reader (agency, role, case_id, area)
select agency, 'case-officer', id, null from case_index where state not in ('draft', 'discarded');
