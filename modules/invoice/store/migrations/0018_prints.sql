-- Proofs that a shop printed: each one after the first of a version is marked as a reprint.
create table proof_print (
  no bigint generated always as identity primary key,
  term text not null,
  number text not null,
  version smallint not null,
  printed_by text not null,
  at timestamptz not null
);
create index proof_print_of on proof_print (term, number, version);
