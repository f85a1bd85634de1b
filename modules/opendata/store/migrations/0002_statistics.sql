-- A month of the statistics of invoices, each time it was made: what was published, and which cells stay hidden from then on.
create table statistic_month (
  month text not null constraint statistic_month_form check (month ~ '^\d{4}-\d{2}$'),
  seq integer not null,
  sha256 text not null,
  hidden jsonb not null,
  at timestamptz not null,
  primary key (month, seq)
);
-- A set that is given on application: to whom, for what, until when; `id` is the case in which it was granted.
create table delivery (
  no bigint generated always as identity unique,
  id uuid primary key,
  data_set uuid not null references data_set,
  subject text not null,
  business text,
  purpose text not null,
  granted_by text not null,
  until date not null,
  at timestamptz not null
);
create index delivery_subject on delivery (subject, no desc);
create index delivery_set on delivery (data_set, no desc);
create table delivery_end (
  delivery uuid primary key references delivery,
  reason text not null,
  by text not null,
  at timestamptz not null
);
-- A file that a set no longer has: its time is over.
create table resource_end (
  resource uuid primary key references resource,
  reason text not null,
  by text not null,
  at timestamptz not null
);
