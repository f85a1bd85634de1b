-- Bodies are erased when their time is over or an officer orders it, and never while a hold is on them. What is erased, when and why stays;
-- so do head, signature, time stamp and record, and of the body its SHA-512, which is what they are over.
create table message_order (
  id bigint generated always as identity primary key,
  kind text not null constraint message_order_kind check (kind in ('hold', 'erase')),
  at timestamptz not null,
  actor text not null,
  reason text not null,
  -- what it is about: one exchange, what was asked under one consent, or a range of time
  exchange_id text,
  consent text,
  since timestamptz,
  until timestamptz,
  constraint message_order_about check (
    (exchange_id is not null)::int + (consent is not null)::int + (since is not null and until is not null and since < until)::int = 1)
);

create table message_order_end (
  id bigint primary key references message_order,
  at timestamptz not null,
  actor text not null,
  reason text not null
);

create table message_erasure (
  exchange_id text not null,
  side text not null,
  at timestamptz not null,
  -- the order, or null where the time of the service was over
  cause bigint references message_order,
  primary key (exchange_id, side)
);

comment on column message_request.message is 'mutable: only where the body is erased, see message_only_erased';
comment on column message_outcome.message is 'mutable: only where the body is erased, see message_only_erased';

comment on column message_request.head is 'mutable: of rows before message was there; emptied where the body is erased';
comment on column message_request.body is 'mutable: of rows before message was there; emptied where the body is erased';
comment on column message_outcome.head is 'mutable: of rows before message was there; emptied where the body is erased';
comment on column message_outcome.body is 'mutable: of rows before message was there; emptied where the body is erased';

create index message_request_consent on message_request (consent) where consent is not null;

create function message_only_erased() returns trigger language plpgsql as $$
begin
  if not exists (select from message_erasure e where e.exchange_id = old.exchange_id and e.side = old.side) then
    raise exception 'a message changes only where its body is erased' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger message_only_erased before update on message_request for each row execute function message_only_erased();
create trigger message_only_erased before update on message_outcome for each row execute function message_only_erased();

create function message_not_held() returns trigger language plpgsql as $$
begin
  if exists (
    select from message_request r join message_order h on h.exchange_id = r.exchange_id or h.consent = r.consent
      or (r.at >= h.since and r.at < h.until)
    where r.exchange_id = new.exchange_id and r.side = new.side and h.kind = 'hold'
      and not exists (select from message_order_end d where d.id = h.id)) then
    raise exception 'a body under a hold is not erased' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger message_not_held before insert on message_erasure for each row execute function message_not_held();
