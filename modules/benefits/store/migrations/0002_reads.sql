-- What a run read in registers before it judged, and what it could not judge.
create table fact_read (
  no bigint generated always as identity unique,
  run uuid not null references run,
  entitlement uuid not null references entitlement,
  -- the month that the run is for
  month date not null,
  -- the facts as they were then; null where they could not be read
  facts jsonb,
  -- why not
  code text,
  exchange_id text,
  at timestamptz not null,
  primary key (run, entitlement),
  constraint fact_read_outcome check ((facts is null) <> (code is null))
);
create index fact_read_of on fact_read (entitlement, no desc);
create table unjudged (
  no bigint generated always as identity unique,
  run uuid not null references run,
  entitlement uuid not null references entitlement,
  month date not null,
  reason text not null,
  primary key (run, entitlement, month)
);
