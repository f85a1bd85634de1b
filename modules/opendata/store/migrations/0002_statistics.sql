-- A month of the statistics of invoices, each time it was made: what was published, and which cells stay hidden from then on.
create table statistic_month (
  month text not null constraint statistic_month_form check (month ~ '^\d{4}-\d{2}$'),
  seq integer not null,
  sha256 text not null,
  hidden jsonb not null,
  at timestamptz not null,
  primary key (month, seq)
);
-- A file that a set no longer has: its time is over.
create table resource_end (
  resource uuid primary key references resource,
  reason text not null,
  by text not null,
  at timestamptz not null
);
