create table consent (
  id uuid primary key,
  key text not null unique,
  subject text not null,
  consumer text not null,
  purpose text not null,
  requests jsonb not null,
  granted_at timestamptz not null,
  expires_at timestamptz not null,
  token text not null,
  -- position in the status list (IETF Token Status List)
  status_index bigint generated always as identity unique
);
create index consent_subject on consent (subject, id desc);

-- Append-only: a withdrawal is a row of its own.
create table consent_withdrawal (
  consent_id uuid primary key references consent,
  at timestamptz not null
);

create table data_use (
  exchange_id text not null,
  side text not null,
  subject text,
  consent_id uuid,
  at timestamptz not null,
  record jsonb not null,
  primary key (exchange_id, side)
);
create index data_use_subject on data_use (subject, at desc, exchange_id desc);
create index data_use_consent on data_use (consent_id);
