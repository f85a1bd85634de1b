-- How far a subscriber has been told of changes, or an agency has read what it was told.
create table place (
  name text primary key,
  seq bigint not null,
  -- after a failure: how often in a row, and when it is tried again
  failures integer not null default 0,
  next_at timestamptz
);
comment on table place is 'mutable: a cursor; what was sent and received stands in the logs of the gateways';

-- What followed from a change that an agency was told of.
create table reaction (
  received bigint not null,
  step integer not null,
  outcome text not null,
  exchange_id text,
  at timestamptz not null,
  constraint reaction_once primary key (received, step)
);
