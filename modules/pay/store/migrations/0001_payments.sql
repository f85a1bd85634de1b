-- What was asked for; how it stands follows from the tables below. Append-only, all of them.
create table payment (
  id uuid primary key,
  key text not null unique,
  -- in: to an agency; out: from an agency to an account
  direction text not null constraint payment_direction check (direction in ('in', 'out')),
  agency text not null,
  amount bigint not null constraint payment_amount check (amount > 0),
  purpose jsonb not null,
  account text,
  return_to text,
  asked_at timestamptz not null
);

-- Every message of a provider, once.
create table provider_message (
  provider text not null,
  jti text not null,
  token text not null,
  payment uuid not null references payment,
  outcome text not null,
  received_at timestamptz not null,
  primary key (provider, jti)
);

-- How a payment ended.
create table payment_end (
  payment uuid primary key references payment,
  state text not null constraint payment_end_state check (state in ('paid', 'cancelled', 'arrived', 'returned')),
  reason text,
  at timestamptz not null
);

-- Money that goes back. `key` names the event that caused it: a message, or a decision of ours.
create table refund (
  id uuid primary key,
  key text not null unique,
  payment uuid not null references payment,
  amount bigint not null,
  reason text not null,
  at timestamptz not null
);
create table refund_sent (
  refund uuid primary key references refund,
  at timestamptz not null
);
