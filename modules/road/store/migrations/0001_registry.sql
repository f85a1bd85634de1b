create table gateway (
  member text primary key,
  agency text not null,
  address text not null,
  consumer_url text not null,
  tls_fingerprint text not null,
  seal_fingerprint text not null,
  registered_at timestamptz not null
);
comment on table gateway is 'mutable: a gateway may move';

create table transfer (
  exchange_id text not null,
  side text not null constraint transfer_side check (side in ('consumer', 'provider')),
  at timestamptz not null,
  consumer text not null,
  provider text not null,
  record jsonb not null,
  salt bytea not null,
  leaf_index bigint not null,
  seq bigint generated always as identity unique,
  primary key (exchange_id, side)
);
create index transfer_consumer on transfer (consumer text_pattern_ops, seq desc);
create index transfer_provider on transfer (provider text_pattern_ops, seq desc);
