-- A prize whose invoice was cancelled, voided or rejected after its draw: an officer decides what becomes of it.
create table prize_case (
  no bigint generated always as identity primary key,
  term text not null,
  number text not null,
  cause text not null constraint prize_case_cause check (cause in ('cancel', 'void', 'reject')),
  prize text not null,
  amount integer not null,
  at timestamptz not null,
  constraint prize_case_key unique (term, number)
);
create table prize_case_decision (
  no bigint primary key references prize_case (no),
  decision text not null constraint prize_case_decision_kind check (decision in ('keep', 'withdraw')),
  decided_by text not null,
  reason text not null,
  at timestamptz not null
);
