-- What each office said of a taxpayer, at most a day old. The taxpayer is a keyed hash of the number.
create table copy (
  taxpayer text not null,
  office text not null,
  read_at timestamptz,
  records jsonb not null default '[]',
  failed_at timestamptz,
  failure text,
  primary key (taxpayer, office)
);
comment on table copy is 'mutable: a copy that is read again each day, and erased when it is older';
create index copy_age on copy (read_at);

-- What was begun to pay, and where the money is written down.
create table paying (
  key text primary key,
  number text not null,
  office text not null,
  taxpayer text not null,
  amount bigint not null check (amount > 0),
  late bigint not null check (late >= 0),
  by text not null,
  at timestamptz not null
);

-- Addresses of calendars: only hashes of the secrets. A new one of the same person for the same taxpayer ends those before.
create table feed (
  no bigint generated always as identity primary key,
  secret_hash text not null unique,
  subject text not null,
  taxpayer text not null,
  lang text not null,
  made_at timestamptz not null
);
create index feed_subject on feed (subject, taxpayer, no desc);

create table feed_end (
  feed bigint primary key references feed,
  at timestamptz not null
);

-- What a calendar was last told of each day of payment: a change raises the sequence.
create table feed_entry (
  taxpayer text not null,
  uid text not null,
  sequence integer not null,
  day date not null,
  state text not null constraint feed_entry_state check (state in ('confirmed', 'cancelled')),
  tax text not null,
  at timestamptz not null,
  primary key (taxpayer, uid)
);
comment on table feed_entry is 'mutable: the present state of each entry of a calendar; its sequence only grows';

create table follower (
  taxpayer text primary key,
  subject text not null,
  at timestamptz not null
);

create table reminder (
  taxpayer text not null,
  uid text not null,
  day date not null,
  at timestamptz not null,
  primary key (taxpayer, uid, day)
);
