-- Slips on which a payment can be paid at a store or a bank; each has a number of its own, and the money is the payment's whichever was used.
create table slip (
  no bigint generated always as identity primary key,
  payment uuid not null references payment,
  -- last day of payment
  due date not null,
  at timestamptz not null
);
create index slip_of on slip (payment, no desc);
-- Money that was given back by hand, because its payer paid in cash.
create table refund_by_hand (
  refund uuid primary key references refund,
  by text not null,
  reference text not null,
  at timestamptz not null
);
