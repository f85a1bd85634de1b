-- A message is one ciphertext, and its signature is what does not follow from the message and its signer: a hundred bytes, not three
-- thousand. Certificate and status proof repeat with every message of some minutes, so they stand in a table of their own.
create table message_signer (
  -- SHA-256 of the certificate and the status proof
  hash bytea primary key,
  certificate bytea not null,
  ocsp bytea not null
);

alter table message_request add column message bytea, add column signer bytea;
alter table message_request alter column head drop not null, alter column body drop not null, alter column ocsp drop not null;
alter table message_outcome add column message bytea, add column signer bytea;
alter table message_request alter column message set storage external;
alter table message_outcome alter column message set storage external;
comment on column message_request.head is 'of rows before message was there';
comment on column message_outcome.head is 'of rows before message was there';

-- Who shares a time stamp stands in its batch, in the order of its hash tree, as numbers of outcomes.
alter table message_batch add column members bigint[] not null default '{}', add column first bigint, add column last bigint;
update message_batch b set members = m.members, first = m.first, last = m.last
from (
  select d.batch, array_agg(o.seq order by d.position) as members, min(o.seq) as first, max(o.seq) as last
  from message_batched d join message_outcome o on o.exchange_id = d.exchange_id and o.side = d.side
  group by d.batch) m
where m.batch = b.id;
create index message_batch_last on message_batch (last);
drop table message_batched;

-- Telling the same record again gives the same place in the public log: only how far it was told has to be known.
drop table message_record;

create table message_progress (
  work text primary key constraint message_progress_work check (work in ('told', 'stamped')),
  upto bigint not null
);
comment on table message_progress is 'mutable: up to which outcome everything is told, and everything is stamped';
insert into message_progress (work, upto) select work, sealed from message_cursor, unnest(array['told', 'stamped']) as work;
drop table message_cursor;
