-- Requests for certificates that somebody decides on, for keys that no process of the installation holds.
create table application (
  id uuid primary key,
  at timestamptz not null,
  profile text not null,
  -- CLASS/CODE
  member text not null,
  organization text not null,
  hosts text[] not null,
  key_place text not null,
  csr text not null,
  contact text not null,
  -- what the applicant shows to learn the decision; its hash only
  secret_hash text not null
);
create table application_decision (
  application uuid primary key references application,
  at timestamptz not null,
  actor text not null,
  -- the certificate that was issued; null where it was refused
  serial text references certificate,
  reason text not null
);
