-- Data sets of agencies: what is said of them, their files, and everything that was decided. Append-only but for two tables.
create table data_set (
  no bigint generated always as identity unique,
  id uuid primary key,
  -- the public name in addresses and interfaces: given once, never given again
  name text not null constraint data_set_name unique,
  agency text not null,
  by text not null,
  at timestamptz not null
);
-- What is said of a set; the last one counts.
create table data_set_version (
  data_set uuid not null references data_set,
  seq integer not null,
  record jsonb not null,
  by text not null,
  at timestamptz not null,
  primary key (data_set, seq)
);
-- A set becomes less open only by the head of its agency. What was asked, and what the head said.
create table downgrade (
  no bigint generated always as identity unique,
  id uuid primary key,
  data_set uuid not null references data_set,
  openness text not null constraint downgrade_openness check (openness in ('on-application', 'not-provided')),
  article text not null,
  reason text not null,
  by text not null,
  at timestamptz not null
);
create table downgrade_decision (
  downgrade uuid primary key references downgrade,
  approved boolean not null,
  note text not null,
  by text not null,
  at timestamptz not null
);
-- A set that was taken back answers 410 with this reason for ever.
create table withdrawal (
  data_set uuid primary key references data_set,
  reason text not null,
  by text not null,
  at timestamptz not null
);
create table resource (
  no bigint generated always as identity unique,
  id uuid primary key,
  data_set uuid not null references data_set,
  title text not null,
  at timestamptz not null
);
create index resource_of on resource (data_set, no);
-- A file as it arrived, with what the check said; `sha256` names it in the module's folder.
create table upload (
  no bigint generated always as identity unique,
  id uuid primary key,
  data_set uuid not null references data_set,
  resource uuid references resource,
  title text not null,
  file_name text not null,
  sha256 text not null,
  bytes bigint not null,
  report jsonb not null,
  by text not null,
  at timestamptz not null
);
create index upload_of on upload (data_set, no desc);
-- Columns will change: subscribers were told, and the file is published on that day.
create table column_notice (
  upload uuid primary key references upload,
  resource uuid not null references resource,
  gone text[] not null,
  added text[] not null,
  due date not null,
  at timestamptz not null
);
-- The file of a resource from then on; earlier ones stay.
create table publication (
  resource uuid not null references resource,
  seq integer not null,
  upload uuid not null constraint publication_once unique references upload,
  note text not null,
  by text not null,
  at timestamptz not null,
  primary key (resource, seq)
);
-- What the catalogue shows and searches: one row a set, made of the rows above.
create table listing (
  data_set uuid primary key references data_set,
  no bigint not null unique,
  name text not null unique,
  agency text not null,
  category text not null,
  openness text not null,
  words text not null,
  record jsonb not null,
  badge text,
  formats text[] not null,
  created timestamptz not null,
  modified timestamptz not null,
  withdrawn timestamptz
);
comment on table listing is 'mutable: what is shown now, made again of the rows that do not change';
create index listing_modified on listing (modified desc, no desc);
create index listing_agency on listing (agency, modified desc);
-- Everything that happened to a set, for feeds.
create table change (
  no bigint generated always as identity primary key,
  data_set uuid not null references data_set,
  kind text not null,
  detail text not null,
  at timestamptz not null
);
create index change_of on change (data_set, no desc);
create table subscription (
  data_set uuid not null references data_set,
  subject text not null,
  at timestamptz not null,
  primary key (data_set, subject)
);
comment on table subscription is 'mutable: people end what they subscribed to, and nothing of it stays';
-- What people ask of an agency, and its answer; both public, without the name of who asked.
create table request (
  no bigint generated always as identity unique,
  id uuid primary key,
  agency text not null,
  data_set uuid references data_set,
  title text not null,
  body text not null,
  subject text not null,
  at timestamptz not null
);
create index request_agency on request (agency, no desc);
create table request_answer (
  request uuid primary key references request,
  outcome text not null constraint request_answer_outcome check (outcome in ('provided', 'planned', 'refused', 'noted')),
  body text not null,
  by text not null,
  at timestamptz not null
);
-- What an agency means to do, until when, and each half-year how far it is.
create table plan (
  no bigint generated always as identity unique,
  id uuid primary key,
  agency text not null,
  title text not null,
  objective text not null,
  due date not null,
  data_set uuid references data_set,
  by text not null,
  at timestamptz not null
);
create table plan_figure (
  plan uuid not null references plan,
  half text not null constraint plan_figure_half check (half ~ '^\d{4}H[12]$'),
  percent integer not null constraint plan_figure_percent check (percent between 0 and 100),
  result text not null,
  by text not null,
  at timestamptz not null,
  primary key (plan, half)
);
-- Keys of programs; only the hash is known. A key of an agency writes for it.
create table api_key (
  id uuid primary key,
  hash text not null unique,
  label text not null,
  agency text,
  subject text not null,
  at timestamptz not null
);
create index api_key_subject on api_key (subject);
create table api_key_end (
  key uuid primary key references api_key,
  at timestamptz not null
);
create table api_use (
  key text not null,
  day date not null,
  calls integer not null,
  primary key (key, day)
);
comment on table api_use is 'mutable: a counter for each key and day';
