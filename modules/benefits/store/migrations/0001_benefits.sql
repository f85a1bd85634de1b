-- Entitlements with months, runs that pay them, accounts of people, claims. Append-only but for `item`.
-- An account of a person. The last one registered is valid; a change is a row.
create table account (
  no bigint generated always as identity unique,
  id uuid primary key,
  subject text not null,
  kind text not null constraint account_kind check (kind in ('own', 'protected', 'guardian')),
  account text not null,
  holder text not null,
  -- whose it is where a guardian's is used
  guardian text,
  -- the bank knows it under this name; or nobody has seen that yet
  proof text not null constraint account_proof check (proof in ('bank', 'none')),
  registered_by text not null,
  at timestamptz not null
);
create index account_of on account (subject, no desc);
-- A second person looked at a change and lets it be paid to.
create table account_look (
  account uuid primary key references account,
  by text not null,
  reason text not null,
  at timestamptz not null
);

create table entitlement (
  id uuid primary key,
  key text not null unique,
  scheme text not null,
  -- who is paid, and for whom: two entitlements of a scheme for the same person do not stand beside each other
  subject text not null,
  person text not null,
  facts jsonb not null,
  from_month date not null,
  decided_by text[] not null,
  at timestamptz not null
);
create index entitlement_scheme on entitlement (scheme, id);
create index entitlement_person on entitlement (person);
create index entitlement_subject on entitlement (subject);
-- What changed, from which month on; the last of a kind counts. `facts` is all of them as they are then.
create table entitlement_event (
  entitlement uuid not null references entitlement,
  seq integer not null,
  key text not null unique,
  kind text not null constraint entitlement_event_kind check (kind in ('changed', 'suspended', 'resumed', 'ended')),
  from_month date not null,
  facts jsonb,
  reason text not null,
  by text not null,
  at timestamptz not null,
  primary key (entitlement, seq)
);
-- What is due for a month, each time it came out differently.
create table assessment (
  entitlement uuid not null references entitlement,
  month date not null,
  seq integer not null,
  due bigint not null constraint assessment_due check (due >= 0),
  reason text not null,
  at timestamptz not null,
  primary key (entitlement, month, seq)
);

create table run (
  id uuid primary key,
  scheme text not null,
  month date not null,
  no integer not null,
  -- a follow-up pays again what the bank sent back of this run
  follows uuid references run,
  opened_by text not null,
  at timestamptz not null,
  constraint run_no unique (scheme, no)
);
create table run_line (
  run uuid not null references run,
  line integer not null,
  entitlement uuid not null references entitlement,
  amount bigint not null constraint run_line_amount check (amount > 0),
  reason text not null,
  -- the line that came back and is paid again: once
  again_run uuid,
  again_line integer,
  primary key (run, line),
  constraint run_line_entitlement unique (run, entitlement),
  constraint run_line_again unique (again_run, again_line),
  foreign key (again_run, again_line) references run_line
);
create index run_line_of on run_line (entitlement);
-- What is wrongly paid: to be paid back, never taken off a payment in silence.
create table claim (
  id uuid primary key,
  entitlement uuid not null references entitlement,
  subject text not null,
  amount bigint not null constraint claim_amount check (amount > 0),
  reason text not null,
  at timestamptz not null
);
create index claim_of on claim (subject);
-- How a claim is dealt with: a plan of instalments, money that came, or waived. The last plan counts.
create table claim_step (
  no bigint generated always as identity unique,
  claim uuid not null references claim,
  kind text not null constraint claim_step_kind check (kind in ('plan', 'paid', 'waived')),
  key text not null unique,
  amount bigint not null constraint claim_step_amount check (amount > 0),
  instalments jsonb,
  reason text not null,
  by text not null,
  at timestamptz not null
);
create index claim_step_of on claim_step (claim);
-- Settles an assessment, once: by a line of a run, or by a claim (negative).
create table item (
  entitlement uuid not null,
  month date not null,
  seq integer not null,
  amount bigint not null constraint item_amount check (amount <> 0),
  reason text not null,
  run uuid,
  line integer,
  claim uuid references claim,
  primary key (entitlement, month, seq),
  foreign key (entitlement, month, seq) references assessment,
  foreign key (run, line) references run_line,
  constraint item_of check ((run is null) <> (claim is null))
);
create index item_line on item (run, line);
comment on table item is 'mutable: what a run does not pay after all is free for another run';

-- The lines of a run are made; `unknown`: months that could not be judged for want of a fact.
create table run_draft (
  run uuid primary key references run,
  count integer not null,
  sum bigint not null,
  unknown integer not null,
  at timestamptz not null
);
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
-- A run is cut: from here on it is fixed who is paid, to which account, in which file.
create table run_cut (
  run uuid primary key references run,
  files integer not null,
  at timestamptz not null
);
create table sent_line (
  run uuid not null,
  line integer not null,
  file integer not null,
  place integer not null,
  account uuid not null references account,
  primary key (run, line),
  constraint sent_line_place unique (run, file, place),
  foreign key (run, line) references run_line
);
create table line_end (
  no bigint generated always as identity unique,
  run uuid not null,
  line integer not null,
  state text not null constraint line_end_state check (state in ('held', 'rejected', 'arrived', 'returned')),
  reason text,
  at timestamptz not null,
  primary key (run, line, state),
  foreign key (run, line) references run_line
);
-- Files of a run at the bank, and up to where their outcomes were read.
create table run_file (
  run uuid not null references run,
  file integer not null,
  batch uuid not null unique,
  msg_id text not null,
  at timestamptz not null,
  primary key (run, file)
);
create table outcome_place (
  batch uuid primary key,
  no bigint not null
);
comment on table outcome_place is 'mutable: a cursor';
