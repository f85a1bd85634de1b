-- Outcomes get a number in the order of their writing: sealing works along it in batches, so that no exchange costs a job of its own.
alter table message_outcome add column seq bigint generated always as identity;
create unique index message_outcome_seq on message_outcome (seq);

-- One time stamp for many exchanges: a binary hash tree over their signature values, the stamp over its result.
create table message_batch (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- SHA-512 of each canonical SignatureValue, in the order of `position`, 64 bytes each
  digests bytea not null,
  result bytea not null,
  time_stamp bytea not null
);

create table message_batched (
  exchange_id text not null,
  side text not null,
  batch bigint not null,
  position integer not null,
  primary key (exchange_id, side)
);

-- Ciphertext does not compress, and a message of usual size stays in its row: moving it elsewhere costs three more writes.
alter table message_request set (toast_tuple_target = 8160);
alter table message_outcome set (toast_tuple_target = 8160);
alter table message_request alter column head set storage external, alter column body set storage external;
alter table message_outcome alter column head set storage external, alter column body set storage external;

create table message_cursor (
  single boolean primary key default true constraint message_cursor_one check (single),
  sealed bigint not null
);
comment on table message_cursor is 'mutable: up to which outcome everything is told and stamped';

-- A check of a foreign key locks the row that it finds, which is a second write for each row of the log. One program writes it, in order.
alter table message_outcome drop constraint message_outcome_exchange_id_side_fkey;
alter table message_seal drop constraint message_seal_exchange_id_side_fkey;
alter table message_record drop constraint message_record_exchange_id_side_fkey;
