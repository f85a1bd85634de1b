-- What the platform's operator does. Who may send, in which role, and by whose act.
alter table sender add column role text not null default 'agent' constraint sender_role check (role in ('shop', 'agent'));
alter table sender add column registered_by text;
alter table sender_end add column ended_by text;
alter table sender_end add column reason text;
alter table app add column registered_by text;
alter table app_end add column ended_by text;
alter table app_end add column reason text;

-- Further tokens and certificates of a sender, so that one is renewed before the other ends.
create table sender_credential (
  no bigint generated always as identity primary key,
  sender text not null references sender (id),
  kind text not null constraint sender_credential_kind check (kind in ('token', 'certificate')),
  sha256 text not null unique,
  until timestamptz,
  added_by text not null,
  at timestamptz not null
);
create index sender_credential_sender on sender_credential (sender, no);
create table sender_credential_end (no bigint primary key references sender_credential (no), ended_by text not null, at timestamptz not null);

-- Later keys of an application; the last one counts.
create table app_key (
  no bigint generated always as identity primary key,
  app text not null references app (id),
  key text not null,
  added_by text not null,
  at timestamptz not null
);
create index app_key_latest on app_key (app, no desc);

-- Who or what is kept from acting for a while; the latest row counts.
create table suspension (
  no bigint generated always as identity primary key,
  about text not null constraint suspension_about check (about in ('sender', 'app', 'carrier')),
  id text not null,
  suspended boolean not null,
  reason text not null,
  acted_by text not null,
  at timestamptz not null
);
create index suspension_latest on suspension (about, id, no desc);
create function is_suspended(kind text, wanted text) returns boolean language sql stable as $$
  select coalesce((select s.suspended from suspension s where s.about = kind and s.id = wanted order by s.no desc limit 1), false)
$$;

-- Donation codes that an operator registered or ended, beside those of content; the latest row of a code counts.
create table love_code_act (
  no bigint generated always as identity primary key,
  code text not null,
  kind text not null constraint love_code_act_kind check (kind in ('registered', 'ended')),
  ban text not null,
  name text not null,
  reason text not null,
  acted_by text not null,
  at timestamptz not null
);
create index love_code_act_latest on love_code_act (code, no desc);

-- An invoice that staff of the platform looked at, for a purpose that they stated. Its holder sees it.
create table official_look (
  no bigint generated always as identity primary key,
  term text not null,
  number text not null,
  carrier_type text,
  carrier_id text,
  looked_by text not null,
  role text not null,
  agency text,
  purpose text not null,
  at timestamptz not null
);
create index official_look_carrier on official_look (carrier_type, carrier_id, no desc) where carrier_id is not null;

-- Runs that pay prizes: opened by one, approved by two others, cut when they go out, one line a prize.
create table prize_run (id uuid primary key, opened_by text not null, at timestamptz not null);
create table prize_run_line (
  run uuid not null references prize_run (id),
  line integer not null,
  term text not null,
  number text not null,
  constraint prize_run_line_key primary key (run, line),
  constraint prize_run_line_prize foreign key (term, number) references claim (term, number)
);
create index prize_run_line_of on prize_run_line (term, number);
create table prize_run_approval (
  run uuid not null references prize_run (id),
  approved_by text not null,
  at timestamptz not null,
  constraint prize_run_approval_key primary key (run, approved_by)
);
create table prize_run_drop (run uuid primary key references prize_run (id), dropped_by text not null, reason text not null, at timestamptz not null);
create table prize_run_cut (run uuid primary key references prize_run (id), at timestamptz not null);
create table prize_run_sent (
  run uuid not null,
  line integer not null,
  place integer not null,
  account text not null,
  holder text not null,
  constraint prize_run_sent_key primary key (run, line),
  constraint prize_run_sent_line foreign key (run, line) references prize_run_line (run, line)
);
-- What became of a line: the bank's word, or why it was not sent.
create table prize_run_outcome (
  no bigint generated always as identity primary key,
  run uuid not null,
  line integer not null,
  state text not null constraint prize_run_outcome_state check (state in ('paid', 'failed', 'dropped', 'returned')),
  reason text,
  at timestamptz not null,
  constraint prize_run_outcome_key unique (run, line, state),
  constraint prize_run_outcome_line foreign key (run, line) references prize_run_line (run, line)
);
create index claim_remitted on claim (at, term, number) where way = 'remitted';
