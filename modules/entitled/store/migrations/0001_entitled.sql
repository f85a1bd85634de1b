-- Who lets the platform look at their own data for what they may be entitled to, until when, and when it looks next.
create table watch (
  subject text primary key,
  since timestamptz not null,
  until timestamptz not null,
  next_at timestamptz not null,
  -- counts the looks, so that each has consents of its own
  looks integer not null default 0,
  looked_at timestamptz,
  -- sets that could not be had when it looked last
  missing text[] not null default '{}'
);
comment on table watch is 'mutable: goes when its person switches it off';
create index watch_due on watch (next_at);

-- What someone may be entitled to, by which rule; no data of the person, which the rule was compared with and nobody kept.
create table finding (
  subject text not null references watch on delete cascade,
  rule text not null,
  found_at timestamptz not null,
  dismissed_at timestamptz,
  primary key (subject, rule)
);
comment on table finding is 'mutable: taken back when it does not hold any more, dismissed by its person, gone with the watch';
