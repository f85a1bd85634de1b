-- Recipients that speak Taiwan's DP/SP protocol: how they are called there, where they are told, and from where they fetch.
create table dp_sp_service (
  client text primary key,
  service text not null unique,
  notify text not null,
  addresses jsonb not null,
  at timestamptz not null
);
comment on table dp_sp_service is 'mutable: the recipient says anew where it is told and from where it fetches';

alter table data_request drop constraint data_request_way;
alter table data_request add constraint data_request_way check (way in ('page', 'direct', 'dp-sp'));

-- A transaction as the recipient numbers it, once. `person` is HMAC-SHA-256 of the number of the person that it expects, if it says one. Append-only.
create table dp_sp_transaction (
  request uuid primary key references data_request,
  client text not null,
  tx text not null,
  person bytea,
  constraint dp_sp_transaction_once unique (client, tx)
);
create table dp_sp_ticket (
  ticket uuid primary key,
  request uuid not null unique references dp_sp_transaction,
  at timestamptz not null,
  expires_at timestamptz not null
);
