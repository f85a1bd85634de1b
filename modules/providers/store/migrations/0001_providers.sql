-- A data set that a company keeps and gives its person by Taiwan's protocol, as it was applied for; each change is a version.
create table source (
  id text not null,
  version integer not null,
  client uuid not null,
  terms jsonb not null,
  at timestamptz not null,
  primary key (id, version)
);
create index source_client on source (client, at desc);

-- What officers decided: the newest approved version counts, until the source has ended.
create table source_decision (
  seq bigint generated always as identity primary key,
  id text not null,
  version integer not null,
  decision text not null constraint source_decision_known check (decision in ('approved', 'refused', 'ended')),
  officer text not null,
  reason text not null,
  at timestamptz not null,
  foreign key (id, version) references source
);
create index source_decision_source on source_decision (id, seq desc);

-- A person asked a source for their data; what came is kept encrypted for eight hours.
create table source_request (
  id uuid primary key,
  source text not null,
  version integer not null,
  subject text not null,
  key text not null,
  state text not null constraint source_request_state check (state in ('asking', 'given', 'nothing', 'failed')),
  code text,
  tries integer not null default 0,
  at timestamptz not null,
  token_until timestamptz not null,
  expires_at timestamptz not null,
  files text[] not null default '{}',
  sealed bytea,
  introspected_at timestamptz,
  unique (subject, key)
);
comment on table source_request is 'mutable: goes from asking to what came of it; its content is emptied when it expires';
create index source_request_subject on source_request (subject, at desc);
create index source_request_expiry on source_request (expires_at) where sealed is not null;
