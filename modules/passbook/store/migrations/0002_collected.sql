-- What stores and banks have collected, as it was judged when it was taken in: against the tax as it stood on the day of payment.
create table line (
  -- that of the payment module
  id uuid primary key,
  no bigint not null unique,
  office text,
  number text not null,
  amount bigint not null,
  paid_on date not null,
  channel text not null,
  reference text not null,
  file text not null,
  place integer not null,
  outcome text not null constraint line_outcome check (outcome in ('matched', 'part-paid', 'overpaid', 'unknown', 'duplicate')),
  -- to be paid on that day, surcharge and interest included
  due bigint not null,
  late bigint not null,
  -- a payment with this reference stands in the register already
  told boolean not null,
  -- the tax had been sent to enforcement
  enforced boolean not null,
  at timestamptz not null
);
create index line_open on line (office, no desc);
-- What an officer made of a line that did not fit, once.
create table line_end (
  line uuid primary key references line,
  action text not null constraint line_end_action check (action in ('booked', 'set-aside')),
  -- the tax for which it is after all, and its office
  number text,
  office text not null,
  reason text not null,
  by text not null,
  at timestamptz not null
);
create table line_place (
  one boolean primary key default true check (one),
  no bigint not null
);
comment on table line_place is 'mutable: a cursor';

-- Refunds that people asked for, each to their own account.
create table claim (
  id uuid primary key,
  number text not null,
  office text not null,
  subject text not null,
  tax text not null,
  amount bigint not null check (amount > 0),
  at timestamptz not null
);
create index claim_number on claim (number);
create index claim_office on claim (office, at);
-- What was paid may come back later.
create table claim_end (
  no bigint generated always as identity unique,
  claim uuid not null references claim,
  state text not null constraint claim_end_state check (state in ('paid', 'failed', 'dropped', 'returned')),
  reason text,
  at timestamptz not null,
  primary key (claim, state)
);
-- A run pays refunds of an office in one file, when two others have approved it.
create table run (
  id uuid primary key,
  office text not null,
  opened_by text not null,
  at timestamptz not null
);
create table run_line (
  run uuid not null references run,
  line integer not null,
  claim uuid not null references claim,
  primary key (run, line)
);
create index run_line_claim on run_line (claim);
create table approval (
  run uuid not null references run,
  by text not null,
  at timestamptz not null,
  primary key (run, by)
);
create table run_drop (
  run uuid primary key references run,
  by text not null,
  reason text not null,
  at timestamptz not null
);
-- From here on it is fixed who is paid and where; lines without an account are not paid.
create table run_cut (
  run uuid primary key references run,
  at timestamptz not null
);
create table sent_line (
  run uuid not null,
  line integer not null,
  place integer not null,
  account text not null,
  holder text not null,
  primary key (run, line),
  constraint sent_line_place unique (run, place),
  foreign key (run, line) references run_line
);
