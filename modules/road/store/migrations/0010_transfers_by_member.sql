-- A record belongs to who told it and to whose exchange it is of: clients choose ids, and another member's may be the same.
alter table transfer drop constraint transfer_pkey;
alter table transfer
  -- SHA-256 of the record's canonical JSON; null in rows stored before
  add column digest bytea,
  -- what confirmed the record when it was told: the other side's signature, or the other side's own record; null: nothing had to
  add column confirmed text constraint transfer_confirmed check (confirmed in ('signature', 'record'));
create unique index transfer_once on transfer (exchange_id, consumer, digest);
create index transfer_request on transfer using hash ((record ->> 'requestHash'));

-- Records that contradict another one, or that nothing confirmed: what an auditor has to look into.
create table transfer_alarm (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null constraint transfer_alarm_kind
    check (kind in ('second-record', 'sides-differ', 'answer-denied', 'unproven', 'replayed')),
  -- INSTANCE/CLASS/CODE of who told the record, and of the other member of the exchange
  teller text not null,
  other text not null,
  exchange_id text not null,
  consumer text not null,
  provider text not null,
  side text not null,
  -- the leaf of the record, null where it was refused; and of the record that it contradicts
  leaf_index bigint,
  other_leaf bigint,
  digest bytea not null,
  constraint transfer_alarm_once unique (digest, kind)
);
