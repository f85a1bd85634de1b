-- Answers to agencies, for their officers and those of the ministry: never about whom.
create table certificate_check (
  id uuid primary key,
  consumer text not null,
  exchange_id text not null,
  -- the access right by which it was asked
  agreement text not null,
  belongs boolean not null,
  at timestamptz not null
);
