-- Which secrets and keys belong to the data of this schema: SHA-256 of each file below the data folder. The newest row of a name counts; one
-- without fingerprint says that the operator gave the secret up. Append-only, so that a file cannot be exchanged without a trace.
create table kernel_secret (
  seq bigint generated always as identity primary key,
  name text not null,
  fingerprint char(64),
  at timestamptz not null
);
create index kernel_secret_name on kernel_secret (name, seq desc);
