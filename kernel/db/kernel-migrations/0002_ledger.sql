-- Audit entries stored before this migration keep their hashes; `digest` says under which format a hash was made.
alter table kernel_audit add column digest smallint not null default 1;

create table kernel_ledger_head (
  ledger text not null,
  stream text not null,
  seq bigint not null,
  hash char(64) not null,
  published_seq bigint not null default 0,
  primary key (ledger, stream)
);
comment on table kernel_ledger_head is 'mutable: last link of each chain, and how far it is published';
create index kernel_ledger_head_pending on kernel_ledger_head (ledger, stream) where seq > published_seq;

-- Every head that was ever published: the leaves of a tree that only grows.
create table kernel_published_head (
  place bigint primary key,
  publication bigint not null,
  ledger text not null,
  stream text not null,
  seq bigint not null,
  hash char(64) not null,
  constraint kernel_published_head_once unique (ledger, stream, seq)
);
create index kernel_published_head_publication on kernel_published_head (publication, place);

-- The record that is published, and the right edge of the tree after it.
create table kernel_publication (
  no bigint primary key,
  record jsonb not null,
  edge text[] not null
);

create table kernel_publication_leaf (
  no bigint primary key,
  leaf_index bigint not null,
  at timestamptz not null
);

create table kernel_ledger_check (
  only_one boolean primary key default true,
  progress jsonb,
  report jsonb,
  constraint kernel_ledger_check_single check (only_one)
);
comment on table kernel_ledger_check is 'mutable: how far the running check is, and what the last one found';
insert into kernel_ledger_check default values;
