-- Files of stores and banks that collect at their counters: each line is money that somebody paid on a number of ours.
alter table bank_file drop constraint bank_file_kind;
alter table bank_file add constraint bank_file_kind check (kind in ('status', 'statement', 'collection', 'unknown'));
-- Of a file that was refused: which lines differ from those of the file that was taken under its id.
alter table bank_file add column detail text;
create table collected (
  no bigint generated always as identity unique,
  id uuid primary key,
  file uuid not null references bank_file,
  line integer not null,
  layout text not null,
  channel text not null,
  -- null: the line names an office that is none
  agency text,
  number text not null,
  amount bigint not null constraint collected_amount check (amount > 0),
  paid_on date not null,
  reference text not null,
  at timestamptz not null,
  constraint collected_line unique (file, line)
);
-- Whose money it is, said once.
create table collected_end (
  collected uuid primary key references collected,
  agency text not null,
  by text not null,
  reason text not null,
  at timestamptz not null
);
