-- A record that a case wrote says which, for whom, in which exchange and by which law. Versions of before were filled in and have none.
alter table record
  add column version integer not null default 1,
  add column case_id text,
  add column consumer text,
  add column exchange_id text,
  add column legal_basis text;

-- Writes that were done, by the consumer's own key: the same write again gets the same answer, another one under its key is refused.
create table record_write (
  register text not null,
  consumer text not null,
  write_key text not null,
  request_hash text not null,
  subject text not null,
  version integer not null,
  at timestamptz not null,
  constraint record_write_once primary key (register, consumer, write_key)
);

-- Keys that a register gave itself, counted up.
create table record_key (
  register text not null,
  serial bigint not null,
  subject text not null,
  constraint record_key_serial primary key (register, serial),
  constraint record_key_once unique (register, subject)
);
