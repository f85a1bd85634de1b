-- Everything that happened in a case, in order, each entry bound to the one before by its hash. Append-only.
create table case_action (
  case_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  actor text not null,
  type text not null,
  data jsonb not null,
  prev_hash char(64) not null,
  hash char(64) not null,
  primary key (case_id, seq)
);

-- What lists need; always derivable from the actions.
create table case_index (
  id uuid primary key,
  service text not null,
  agency text not null,
  subject text not null,
  applicant text not null,
  state text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table case_index is 'mutable: projection of case_action';
create index case_subject on case_index (subject, id desc);
create index case_agency on case_index (agency, id desc);
create unique index case_one_draft on case_index (service, subject) where state = 'draft';

create table certificate (
  code text primary key,
  case_id uuid not null unique references case_index,
  token text not null,
  issued_at timestamptz not null
);
