-- The message log of one gateway. Append-only: a request, its outcome, its seal and its place in the log are rows of their own.
-- Bodies and headers are encrypted with the gateway's log key (AES-256-GCM); hashes and identifiers stay readable.
create table message_request (
  exchange_id text not null,
  side text not null constraint message_side check (side in ('consumer', 'provider')),
  at timestamptz not null,
  consumer text not null,
  provider text not null,
  agreement text,
  consent text,
  purpose text,
  fields text[] not null,
  request_hash text not null,
  head bytea not null,
  body bytea not null,
  signature bytea not null,
  ocsp bytea not null,
  primary key (exchange_id, side)
);
create index message_request_at on message_request (at desc);

create table message_outcome (
  exchange_id text not null,
  side text not null,
  at timestamptz not null,
  outcome text not null constraint message_outcome_kind check (outcome in ('answered', 'refused', 'failed')),
  code text,
  status integer not null,
  response_hash text,
  head bytea,
  body bytea,
  signature bytea,
  ocsp bytea,
  primary key (exchange_id, side),
  foreign key (exchange_id, side) references message_request
);

create table message_seal (
  exchange_id text not null,
  side text not null,
  at timestamptz not null,
  time_stamp bytea not null,
  ocsp bytea not null,
  primary key (exchange_id, side),
  foreign key (exchange_id, side) references message_outcome
);

create table message_record (
  exchange_id text not null,
  side text not null,
  at timestamptz not null,
  salt bytea not null,
  leaf_index bigint not null,
  primary key (exchange_id, side),
  foreign key (exchange_id, side) references message_outcome
);
