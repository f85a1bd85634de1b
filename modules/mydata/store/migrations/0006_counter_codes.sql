-- For whom the consumer gets the data, where that is someone else: a counter, say. Null is the consumer itself.
alter table consent add column recipient text;

-- Data that a person shows at a counter by a one-time code. `sealed` is the data under AES-256-GCM with a key of this module; the code is kept as HMAC.
create table counter_code (
  id uuid primary key,
  subject text not null,
  key text not null,
  counter text not null,
  code bytea not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  sets jsonb not null,
  sealed bytea,
  taken_by text,
  taken_at timestamptz,
  erased_at timestamptz,
  constraint counter_code_once unique (subject, key),
  constraint counter_code_number unique (code)
);
comment on table counter_code is 'mutable: it is taken once, and its content is erased when its time is over';
create index counter_code_due on counter_code (expires_at) where sealed is not null;

-- Codes that officers entered and that were none, so that nobody tries many.
create table counter_miss (
  seq bigint generated always as identity primary key,
  officer text not null,
  at timestamptz not null
);
create index counter_miss_officer on counter_miss (officer, at desc);
