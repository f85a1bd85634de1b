-- Keys under which providers recognise people in consents (X25519, public). The newest of a provider counts; consents name the one they were made with.
create table provider_key (
  seq bigint generated always as identity primary key,
  provider text not null,
  public_key text not null,
  at timestamptz not null,
  constraint provider_key_once unique (provider, public_key)
);
