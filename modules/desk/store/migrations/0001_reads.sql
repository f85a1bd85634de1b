-- Whose records an officer looked at, so that one who reads too many people is stopped. `person` is HMAC-SHA-256 of register and key under a key of this
-- module: the table tells how many people, and not who.
create table officer_read (
  seq bigint generated always as identity primary key,
  officer text not null,
  person bytea not null,
  at timestamptz not null
);
create index officer_read_officer on officer_read (officer, at desc);

-- Why an officer who was stopped reads so many. Afterwards counting begins anew.
create table officer_explanation (
  seq bigint generated always as identity primary key,
  officer text not null,
  people integer not null,
  reason text not null,
  at timestamptz not null
);
create index officer_explanation_officer on officer_explanation (officer, at desc);
