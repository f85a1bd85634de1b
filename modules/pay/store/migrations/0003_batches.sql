-- Many payments in one file to the bank. A batch is opened with its number and sum, filled, and sealed when its lines are both. Append-only.
create table batch (
  id uuid primary key,
  key text not null unique,
  -- under this the bank knows the file; the same batch always goes out under it
  msg_id text not null unique,
  agency text not null,
  purpose jsonb not null,
  execution_day date not null,
  count integer not null constraint batch_count check (count between 1 and 50000),
  sum bigint not null constraint batch_sum check (sum > 0),
  opened_at timestamptz not null
);
create table batch_line (
  batch uuid not null references batch,
  line integer not null constraint batch_line_number check (line between 1 and 50000),
  -- of the asking module: what is paid under one key is paid once
  key text not null constraint batch_line_key unique,
  end_to_end_id text not null constraint batch_line_end_to_end unique,
  amount bigint not null constraint batch_line_amount check (amount > 0),
  name text not null,
  account text not null,
  text text not null,
  primary key (batch, line)
);
create table batch_seal (
  batch uuid primary key references batch,
  at timestamptz not null
);
-- The file was handed over; of the same batch it has the same digest each time.
create table batch_file (
  batch uuid primary key references batch,
  digest bytea not null,
  at timestamptz not null
);

-- Files of the bank, each once by its bytes; `outcome` is `taken`, or why it was refused.
create table bank_file (
  id uuid primary key,
  digest bytea not null unique,
  name text not null,
  kind text not null constraint bank_file_kind check (kind in ('status', 'statement', 'unknown')),
  msg_id text,
  outcome text not null,
  at timestamptz not null
);
create unique index bank_file_msg on bank_file (kind, msg_id) where outcome = 'taken';
-- What a file said of a batch as a whole.
create table batch_answer (
  batch uuid not null references batch,
  file uuid not null references bank_file,
  status text,
  primary key (batch, file)
);
-- What became of a payment: each state once. Money that arrived may still come back.
create table line_state (
  no bigint generated always as identity unique,
  batch uuid not null,
  line integer not null,
  state text not null constraint line_state_known check (state in ('rejected', 'arrived', 'returned')),
  reason text,
  file uuid not null references bank_file,
  at timestamptz not null,
  primary key (batch, line, state),
  foreign key (batch, line) references batch_line
);
-- What the bank says and our books do not: for the cashier. `amount` is what moved on the account, negative where it went out.
create table bank_mismatch (
  id uuid primary key,
  file uuid not null references bank_file,
  reason text not null,
  amount bigint not null,
  end_to_end_id text,
  bank_reference text,
  text text,
  at timestamptz not null
);
create table mismatch_end (
  mismatch uuid primary key references bank_mismatch,
  agency text,
  reason text not null,
  by text not null,
  at timestamptz not null
);

-- Journals may be of a batch, or of an entry of the bank alone.
alter table journal alter column payment drop not null;
alter table journal add column batch uuid references batch;
create index journal_batch on journal (batch);
