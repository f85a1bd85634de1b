-- Life events that people apply for as one. What was answered is emptied once every part is submitted, or can start no more.
create table journey (
  id uuid primary key,
  event text not null,
  subject text not null,
  name text not null,
  national_id text,
  state text not null constraint journey_state check (state in ('draft', 'submitted')),
  -- about the situation, facts, questions of one service, services left out, pages seen
  answers jsonb,
  proof integer,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz
);
create unique index journey_one_draft on journey (subject, event) where state = 'draft';
create index journey_subject on journey (subject, id desc);
create index journey_untouched on journey (updated_at) where answers is not null;
comment on table journey is 'mutable: a draft is changed and deleted, and answers go when the parts have them';

-- The services of one of them. The case has its id from the beginning, so that documents lie in its folder and a second try is the same case.
create table journey_part (
  journey uuid not null references journey on delete cascade,
  service text not null,
  case_id uuid not null,
  state text not null constraint journey_part_state check (
    state in ('draft', 'left-out', 'waiting', 'filing', 'submitted', 'stands', 'blocked', 'failed', 'dropped')),
  -- how the case ended last
  ended text,
  -- why it was not submitted
  code text,
  at timestamptz not null,
  primary key (journey, service)
);
create index journey_part_case on journey_part (case_id);
comment on table journey_part is 'mutable: a part goes on from the draft to its case';
