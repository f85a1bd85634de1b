-- An id is its client's: two consumers may use the same one, and each member's records are its own.
alter table data_use
  add column consumer text not null generated always as (record ->> 'consumer') stored,
  add column provider text not null generated always as (record ->> 'provider') stored,
  -- SHA-256 of the record; null in rows stored before
  add column digest bytea;
alter table data_use drop constraint data_use_pkey;
create unique index data_use_once on data_use (exchange_id, consumer, digest);

alter table law_read drop constraint law_read_once;
alter table law_read add constraint law_read_once primary key (provider, exchange_id, consumer);
