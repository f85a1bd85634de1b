-- Answers of a submitted case that a party has not submitted yet: the party's alone, gone when the case leaves the step.
create table case_fill (
  case_id uuid primary key references case_index on delete cascade,
  step text not null,
  visit integer not null,
  answers jsonb not null
);
comment on table case_fill is 'mutable: drafts are changed and deleted until they are submitted';

-- The party, other than the applicant, that a case waits for; derivable from the actions.
alter table case_index add column party text;

-- Notices with which other authorities opened cases: the same notice is the same case.
create table case_notice (
  consumer text not null,
  notice_key text not null,
  request_hash char(64) not null,
  case_id uuid not null references case_index,
  at timestamptz not null,
  primary key (consumer, notice_key)
);
