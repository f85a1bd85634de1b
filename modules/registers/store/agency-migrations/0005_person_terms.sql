-- Registers with a key of their own whose records can be found by the person whom they name: those written before got their terms once.
create table person_terms (
  register text primary key,
  at timestamptz not null
);
