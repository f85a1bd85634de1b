-- Keys of the installation on their way to a machine that is added: sealed under a code that is told once, for minutes, and taken once.
create table machine_code (
  id text primary key,
  proof bytea not null,
  sealed bytea,
  expires_at timestamptz not null,
  wrong int not null default 0,
  used_at timestamptz
);
comment on table machine_code is 'mutable: what was sealed is erased when the code is used, wrong too often, or over';
