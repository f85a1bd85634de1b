-- What officers opened, so that the person concerned sees it.
create table case_opening (
  seq bigint generated always as identity primary key,
  subject text not null,
  case_id uuid not null,
  service text not null,
  agency text not null,
  actor text not null,
  kind text not null constraint case_opening_kind check (kind in ('case', 'list')),
  at timestamptz not null
);
create index case_opening_subject on case_opening (subject, seq desc);
