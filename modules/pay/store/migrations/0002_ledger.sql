-- Double-entry books. A journal is one event of money; its postings sum to zero: debits are positive, credits negative, in new dollars.
create table journal (
  id uuid primary key,
  -- what caused it: the same event is booked once
  key text not null unique,
  payment uuid not null references payment,
  at timestamptz not null,
  -- postings are added by the transaction that made the journal, and by none later
  made_by xid8 not null default pg_current_xact_id()
);
create table posting (
  journal uuid not null references journal,
  line smallint not null,
  account text not null,
  amount bigint not null constraint posting_amount check (amount <> 0),
  primary key (journal, line)
);
create index posting_account on posting (account);
create index journal_payment on journal (payment);

create function posting_is_whole() returns trigger language plpgsql as $$
begin
  if exists (select from added group by journal having sum(amount) <> 0) then
    raise exception 'the postings of a journal do not sum to zero' using errcode = 'check_violation';
  end if;
  if exists (select from added a join journal j on j.id = a.journal where j.made_by <> pg_current_xact_id()) then
    raise exception 'a journal of before takes no more postings' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger posting_is_whole after insert on posting referencing new table as added
  for each statement execute function posting_is_whole();

-- Money that goes back: `unmatched` fits no payment, `decided` was paid and is given back, in whole or in part.
alter table refund add column kind text not null default 'unmatched' constraint refund_kind check (kind in ('unmatched', 'decided'));
update refund set kind = 'decided' where key like 'refund %';
alter table refund alter column kind drop default;

-- What happened to a payment before it ended: `submitted`, the provider has it; `failed`, it was declined and may be tried again.
create table payment_event (
  payment uuid not null references payment,
  seq integer not null,
  status text not null constraint payment_event_status check (status in ('submitted', 'failed')),
  code text,
  at timestamptz not null,
  primary key (payment, seq)
);
create index payment_event_at on payment_event (at);

-- What the sandbox, a payment service of the demonstration, was given by payers, and what it makes of it.
create table sandbox_payment (
  jti text primary key,
  payment uuid not null references payment,
  amount bigint not null,
  outcome text not null constraint sandbox_outcome check (outcome in ('paid', 'failed')),
  at timestamptz not null
);
create index sandbox_payment_payment on sandbox_payment (payment);

-- Opening of the books: what moved before they were kept.
create function book(what text, of uuid, moment timestamptz, accounts text[], amount bigint) returns void language plpgsql as $$
declare
  entry uuid := gen_random_uuid();
begin
  insert into journal (id, key, payment, at) values (entry, what, of, moment);
  insert into posting (journal, line, account, amount) values (entry, 1, accounts[1], amount), (entry, 2, accounts[2], -amount);
end $$;
select book('paid ' || p.id, p.id, e.at, array['provider', 'agency/' || p.agency], p.amount)
  from payment p join payment_end e on e.payment = p.id where e.state = 'paid' order by e.at;
select book('to-return ' || r.id, r.payment, r.at, array[case r.kind when 'decided' then 'agency/' || p.agency else 'provider' end, 'to-return'], r.amount)
  from refund r join payment p on p.id = r.payment order by r.at;
select book('given-back ' || r.id, r.payment, s.at, array['to-return', 'provider'], r.amount)
  from refund r join refund_sent s on s.refund = r.id order by s.at;
select book('out ' || p.id, p.id, p.asked_at, array['agency/' || p.agency, 'transit'], p.amount)
  from payment p where p.direction = 'out' order by p.asked_at;
select book('arrived ' || p.id, p.id, e.at, array['transit', 'provider'], p.amount)
  from payment p join payment_end e on e.payment = p.id where e.state = 'arrived' order by e.at;
select book('returned ' || p.id, p.id, e.at, array['transit', 'agency/' || p.agency], p.amount)
  from payment p join payment_end e on e.payment = p.id where e.state = 'returned' order by e.at;
drop function book;
