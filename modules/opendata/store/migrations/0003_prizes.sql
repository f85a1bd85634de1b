-- A period of the statistics of prizes, each time it was made: from which winning list, and which cells stay hidden from then on.
create table statistic_period (
  term text not null constraint statistic_period_form check (term ~ '^\d{5}$'),
  seq integer not null,
  list text not null,
  hidden jsonb not null,
  at timestamptz not null,
  primary key (term, seq)
);
