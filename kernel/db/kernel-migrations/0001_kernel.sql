-- Tables that every schema has: the outbox, the events already handled, the audit chain.
create table kernel_job (
  id bigint generated always as identity primary key,
  kind text not null,
  key text,
  payload jsonb not null,
  run_at timestamptz not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  leased_until timestamptz,
  last_error text,
  trace_id text,
  done_at timestamptz,
  dead_at timestamptz,
  constraint kernel_job_once unique (kind, key)
);
create index kernel_job_due on kernel_job (run_at, id) where done_at is null and dead_at is null;
create index kernel_job_done on kernel_job (done_at) where done_at is not null;
comment on table kernel_job is 'mutable: outbox';

create table kernel_event_seen (
  event_id text primary key,
  seen_at timestamptz not null
);

create table kernel_audit (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  target text not null,
  detail jsonb not null,
  trace_id text,
  prev_hash char(64) not null,
  hash char(64) not null
);

create table kernel_audit_head (
  only_one boolean primary key default true,
  seq bigint not null,
  hash char(64) not null,
  constraint kernel_audit_head_single check (only_one)
);
comment on table kernel_audit_head is 'mutable: last link of the chain';
insert into kernel_audit_head (seq, hash) values (0, repeat('0', 64));
