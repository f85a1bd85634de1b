-- Actions stored before this migration keep their hashes; `digest` says under which format a hash was made.
alter table access_action add column digest smallint not null default 1;

insert into kernel_ledger_head (ledger, stream, seq, hash)
select distinct on (application) 'access', application, seq, hash from access_action order by application, seq desc;

-- What every schema published of its ledgers, each record the content of a leaf of the public log.
create table head_record (
  schema text not null,
  no bigint not null,
  record jsonb not null,
  leaf_index bigint not null unique,
  at timestamptz not null,
  primary key (schema, no)
);

create table ledger_check (
  schema text primary key,
  report jsonb not null
);
comment on table ledger_check is 'mutable: what the last check of each schema found';
