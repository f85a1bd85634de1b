-- Entries: an application under a kind of entry of a book, and what the law made of it. With the records of the beginning they give all records again.
create table entry (
  seq bigint generated always as identity primary key,
  book text not null,
  kind text not null,
  consumer text not null,
  write_key text not null,
  request_hash text not null,
  case_id text,
  exchange_id text not null,
  application jsonb not null,
  lots jsonb not null,
  used jsonb not null,
  outcome jsonb not null,
  legal_basis text not null,
  at timestamptz not null,
  constraint entry_once unique (book, consumer, write_key)
);

-- A version says by which entry it came about, or which officer corrected it and why.
alter table record
  add column entry bigint references entry (seq),
  add column officer text,
  add column reason text;

-- What has changed: the key, the kind and the version, never the data. Writers of an agency take turns until they have committed, so who reads
-- in the order of seq passes none over.
create table record_change (
  seq bigint generated always as identity primary key,
  register text not null,
  subject text not null,
  kind text not null,
  version integer not null,
  at timestamptz not null
);

-- Values by which records are found, of the newest version only.
create table record_term (
  register text not null,
  field text not null,
  term text collate "C" not null,
  subject text collate "C" not null,
  constraint record_term_once primary key (register, field, term, subject)
);
comment on table record_term is 'mutable: an index over the newest versions in record';
create index record_term_subject on record_term (register, subject);

-- The last number given of each series: national ids of a county and a sex, say. It moves with the entry that used it up.
create table series (
  book text not null,
  name text not null,
  last bigint not null,
  constraint series_once primary key (book, name)
);
comment on table series is 'mutable: a counter; every number given stands in entry.used';

-- What other agencies' registers told by agreement: that a record has changed. The same telling again is the same row.
create table received_change (
  seq bigint generated always as identity primary key,
  subscription text not null,
  provider text not null,
  change bigint not null,
  subject text not null,
  kind text not null,
  version integer not null,
  exchange_id text not null,
  at timestamptz not null,
  constraint received_change_once unique (subscription, change)
);
