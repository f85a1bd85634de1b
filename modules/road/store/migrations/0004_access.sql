-- Applications for services: every step is an action that carries the hash of the one before. Append-only.
create table access_action (
  application text not null,
  seq integer not null,
  at timestamptz not null,
  actor text not null,
  type text not null,
  data jsonb not null,
  prev_hash char(64) not null,
  hash char(64) not null,
  primary key (application, seq)
);

create table access_index (
  id text primary key,
  consumer text not null,
  provider text not null,
  state text not null,
  valid_until date,
  -- the right that follows while it is approved
  granted jsonb,
  -- days before the end of the last reminder
  reminded integer,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on table access_index is 'mutable: projection of access_action';
create index access_index_consumer on access_index (consumer text_pattern_ops, created_at desc, id desc);
create index access_index_provider on access_index (provider text_pattern_ops, created_at desc, id desc);
create index access_index_state on access_index (state);
