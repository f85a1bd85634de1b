-- A code that was sent to a person who is on the telephone with an officer; the digest alone is kept, and for minutes.
create table case_phone_code (
  id uuid primary key,
  officer text not null,
  subject text not null,
  service text not null,
  digest char(64) not null,
  tries integer not null default 0,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table case_phone_code is 'mutable: counts tries, is used once, and purged when its time is over';
create index case_phone_code_officer on case_phone_code (officer, expires_at);
create index case_phone_code_subject on case_phone_code (subject, expires_at);

-- Answers that a third party's page brought for a person, until the person takes them or a day is over.
create table case_brought (
  id uuid primary key,
  client uuid not null,
  client_key text not null,
  request_hash char(64) not null,
  name jsonb not null,
  service text not null,
  answers jsonb not null,
  return_to text,
  case_id uuid,
  -- whether the person lets the third party know how it stands
  tells boolean not null default false,
  at timestamptz not null,
  expires_at timestamptz not null,
  unique (client, client_key)
);
comment on table case_brought is 'mutable: taken by its person once; answers are emptied then, or when a day is over';
create index case_brought_case on case_brought (case_id) where case_id is not null;
create index case_brought_open on case_brought (expires_at) where answers <> '{}';
