-- Programs (clients of the eID) that a business lets work for it, until that is ended.
create table shop_program (
  no bigint generated always as identity primary key,
  ban text not null,
  shop_name text not null,
  client text not null,
  name text not null,
  rights text not null constraint shop_program_rights check (rights in ('clerk', 'reader')),
  -- where it is told what became of messages; null for a program that asks
  webhook text,
  named_by text not null,
  at timestamptz not null
);
create index shop_program_ban on shop_program (ban, no);
create index shop_program_client on shop_program (client, ban);
create table shop_program_end (no bigint primary key references shop_program (no), ended_by text not null, at timestamptz not null);

-- What a program sent under a key of its own: the message is made once, so that the same request again is the same message.
create table program_write (
  client text not null,
  key text not null,
  nth smallint not null,
  digest text not null,
  ban text not null,
  kind text not null,
  term text not null,
  number text not null,
  content text not null,
  at timestamptz not null,
  constraint program_write_once primary key (client, key, nth)
);
