-- A list of winning numbers as somebody entered it. Two people enter it apart from each other; only what both have can be published.
create table draw_entry (
  no uuid primary key,
  term text not null,
  digest text not null,
  list json not null,
  entered_by text not null,
  at timestamptz not null
);
create index draw_entry_term on draw_entry (term, digest);

-- What the validation draw found: the winners that the list would make, before anybody sees it.
create table draw_trial (
  no uuid primary key,
  term text not null,
  digest text not null,
  report json not null,
  passed boolean not null,
  at timestamptz not null
);
create index draw_trial_term on draw_trial (term, digest);

-- Published lists. A correction is another publication; the one before stays visible.
create table draw_publication (
  no uuid primary key,
  term text not null,
  digest text not null,
  list json not null,
  corrects uuid references draw_publication (no),
  reason text,
  published_by text not null,
  at timestamptz not null
);
create index draw_publication_term on draw_publication (term, no);

create table winning (
  term text not null,
  number text not null,
  publication uuid not null references draw_publication (no),
  prize text not null,
  amount integer not null,
  constraint winning_key primary key (term, number, publication)
);

-- Told once, whichever way.
create table winning_notice (term text not null, number text not null, at timestamptz not null, constraint winning_notice_key primary key (term, number));

-- Whole NT$.
create table claim (
  term text not null,
  number text not null,
  way text not null constraint claim_way check (way in ('counter', 'remitted')),
  prize text not null,
  amount integer not null,
  withheld integer not null,
  stamp integer not null,
  net integer not null,
  claimed_by text not null,
  at timestamptz not null,
  constraint claim_key primary key (term, number)
);
