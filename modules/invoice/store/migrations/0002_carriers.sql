-- A carrier that somebody registered (mobile barcode, card): the number at the till and who it belongs to, if that is known.
create table carrier (
  type text not null,
  id text not null,
  display text not null,
  subject text,
  since timestamptz not null,
  constraint carrier_key primary key (type, id)
);

-- Verify codes, the latest counts; keyed hashes, since codes are short.
create table carrier_code (
  no uuid primary key,
  type text not null,
  id text not null,
  hash text not null,
  at timestamptz not null
);
create index carrier_code_latest on carrier_code (type, id, no desc);

-- Wrong verify codes in a row.
create table carrier_try (
  type text not null,
  id text not null,
  failures integer not null,
  last timestamptz not null,
  constraint carrier_try_key primary key (type, id)
);
comment on table carrier_try is 'mutable: a count that a right code sets to nothing';

-- Carriers joined to a mobile barcode, and parted from it again; the latest counts.
create table carrier_link (
  no uuid primary key,
  barcode text not null,
  type text not null,
  id text not null,
  name text not null,
  linked boolean not null,
  at timestamptz not null
);
create index carrier_link_barcode on carrier_link (barcode, type, id, no desc);
create index carrier_link_carrier on carrier_link (type, id, no desc);

create table donation (
  term text not null,
  number text not null,
  npo text not null,
  carrier_type text not null,
  carrier_id text not null,
  app text,
  at timestamptz not null,
  constraint donation_key primary key (term, number)
);

-- Applications that call the national interface. The key itself is kept: a signature is checked with it.
create table app (id text primary key, key text not null, name text not null, since timestamptz not null);
create table app_end (id text primary key references app (id), at timestamptz not null);
create table blocked_uuid (uuid text primary key, at timestamptz not null);

-- How often the items of an invoice were asked for: 99 times at most.
create table detail_query (
  term text not null,
  number text not null,
  times integer not null,
  constraint detail_query_key primary key (term, number)
);
comment on table detail_query is 'mutable: a count';

-- Signed requests that were taken, so that none is taken twice while its time stamp holds.
create table used_signature (digest text primary key, at timestamptz not null);
comment on table used_signature is 'mutable: those whose time stamp no longer holds are removed';
