-- What an agency sets at its own gateway while it runs. Every table keeps its history: the newest row of a key counts, `present` ends it.

-- The certificates by which information systems of a subsystem show who they are, SHA-256 in lower-case hex.
create table information_system (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  subsystem text not null,
  fingerprint text not null,
  certificate text not null,
  actor text not null,
  present boolean not null
);
create index information_system_key on information_system (subsystem, fingerprint, seq desc);

-- Services besides those of content, in the form of services.json.
create table offered_service (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  subsystem text not null,
  service text not null,
  definition jsonb not null,
  actor text not null,
  present boolean not null
);
create index offered_service_key on offered_service (subsystem, service, seq desc);
