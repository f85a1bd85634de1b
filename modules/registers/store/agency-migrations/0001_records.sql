-- What the registers of one agency hold. Append-only: a change is a new row, the newest row of a subject counts.
create table record (
  register text not null,
  subject text not null,
  data jsonb not null,
  valid_from date not null,
  recorded_at timestamptz not null,
  constraint record_version primary key (register, subject, recorded_at)
);

-- Which consents were used for which service: one answer each. The hash tells a repeated request from another one.
create table consent_use (
  consent_id text not null,
  service text not null,
  message_id text not null,
  request_hash text not null,
  used_at timestamptz not null,
  constraint consent_use_once primary key (consent_id, service)
);

-- Registers that were filled from the synthetic population, in the transaction that filled them.
create table seeding (
  register text primary key,
  seed text not null,
  people integer not null,
  records integer not null,
  at timestamptz not null
);
