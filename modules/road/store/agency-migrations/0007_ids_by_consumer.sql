-- An id is its client's, and two clients may number their messages alike. `namespace` is the consumer; rows stored before have none: their
-- ids were told apart in the whole log.
alter table message_request add column namespace text not null default '';
alter table message_request drop constraint message_request_pkey;
alter table message_request add constraint message_request_pkey primary key (exchange_id, side, namespace);

-- A try that failed before anything was sent may be followed by another one. `sent`: whether what was asked may have acted on it.
alter table message_outcome
  add column namespace text not null default '',
  add column attempt integer not null default 1,
  add column sent boolean not null default true;
alter table message_outcome drop constraint message_outcome_pkey;
alter table message_outcome add constraint message_outcome_pkey primary key (exchange_id, side, namespace, attempt);
alter table message_outcome drop constraint message_outcome_kind;
alter table message_outcome add constraint message_outcome_kind check (outcome in ('answered', 'refused', 'failed', 'unknown'));

-- Written before a try that is not the first one begins.
create table message_try (
  exchange_id text not null,
  side text not null,
  namespace text not null,
  attempt integer not null,
  at timestamptz not null,
  primary key (exchange_id, side, namespace, attempt)
);
create index message_try_at on message_try (at);

alter table message_seal add column namespace text not null default '';
alter table message_seal drop constraint message_seal_pkey;
alter table message_seal add constraint message_seal_pkey primary key (exchange_id, side, namespace);

alter table message_erasure add column namespace text not null default '';
alter table message_erasure drop constraint message_erasure_pkey;
alter table message_erasure add constraint message_erasure_pkey primary key (exchange_id, side, namespace);

-- An order about one exchange may name its consumer; without one it is about every exchange under the id.
alter table message_order add column consumer text;

-- Defaults were for the rows that were there.
alter table message_request alter column namespace drop default;
alter table message_outcome alter column namespace drop default, alter column attempt drop default, alter column sent drop default;
alter table message_seal alter column namespace drop default;
alter table message_erasure alter column namespace drop default;

create or replace function message_only_erased() returns trigger language plpgsql as $$
begin
  if not exists (
    select from message_erasure e where e.exchange_id = old.exchange_id and e.side = old.side and e.namespace = old.namespace) then
    raise exception 'a message changes only where its body is erased' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create or replace function message_not_held() returns trigger language plpgsql as $$
begin
  if exists (
    select from message_request r
      join message_order h on (h.exchange_id = r.exchange_id and (h.consumer is null or h.consumer = r.consumer))
        or h.consent = r.consent or (r.at >= h.since and r.at < h.until)
    where r.exchange_id = new.exchange_id and r.side = new.side and r.namespace = new.namespace and h.kind = 'hold'
      and not exists (select from message_order_end d where d.id = h.id)) then
    raise exception 'a body under a hold is not erased' using errcode = 'check_violation';
  end if;
  return new;
end $$;
