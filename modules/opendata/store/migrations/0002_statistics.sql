-- A month of the statistics of invoices, each time it was made: what was published, and which cells stay hidden from then on.
create table statistic_month (
  month text not null constraint statistic_month_form check (month ~ '^\d{4}-\d{2}$'),
  seq integer not null,
  sha256 text not null,
  hidden jsonb not null,
  at timestamptz not null,
  primary key (month, seq)
);
-- A set that is given on application: to whom, for what, until when; `id` is the case in which it was granted.
create table delivery (
  no bigint generated always as identity unique,
  id uuid primary key,
  data_set uuid not null references data_set,
  subject text not null,
  business text,
  purpose text not null,
  granted_by text not null,
  until date not null,
  at timestamptz not null
);
create index delivery_subject on delivery (subject, no desc);
create index delivery_set on delivery (data_set, no desc);
create table delivery_end (
  delivery uuid primary key references delivery,
  reason text not null,
  by text not null,
  at timestamptz not null
);
-- A file that a set no longer has: its time is over.
create table resource_end (
  resource uuid primary key references resource,
  reason text not null,
  by text not null,
  at timestamptz not null
);
-- What answered at an address that a set names, each time it was asked.
create table link_check (
  no bigint generated always as identity primary key,
  data_set uuid not null references data_set,
  url text not null,
  -- ok, redirect, client-error, server-error, unreachable, not-allowed
  finding text not null,
  status integer,
  at timestamptz not null
);
create index link_check_latest on link_check (data_set, url, no desc);
-- Applications that others made with open data; shown in the gallery once an officer of the platform's data looked at them.
create table application (
  no bigint generated always as identity unique,
  id uuid primary key,
  key uuid not null references api_key,
  subject text not null,
  title text not null,
  body text not null,
  url text not null,
  data_set uuid references data_set,
  at timestamptz not null
);
create table application_end (
  application uuid primary key references application,
  at timestamptz not null
);
