create table certificate (
  serial text primary key,
  profile text not null,
  pem text not null,
  not_after timestamptz not null,
  issued_at timestamptz not null
);
-- Append-only: suspended, resumed and revoked are entries, the newest counts.
create table certificate_status (
  seq bigint generated always as identity primary key,
  serial text not null references certificate,
  reason text not null constraint certificate_status_reason check (
    reason in ('unspecified', 'keyCompromise', 'cessationOfOperation', 'certificateHold', 'removeFromCRL', 'superseded')),
  at timestamptz not null
);
create index certificate_status_serial on certificate_status (serial, seq desc);
