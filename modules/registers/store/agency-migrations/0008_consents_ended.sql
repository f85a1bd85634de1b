-- Consents of which the platform has told that they ended; the status list says the same, later.
create table consent_ended (
  consent_id text primary key,
  exchange_id text not null,
  told_at timestamptz not null
);
