-- What people get cards for, as the household office granted it.
create table card_order (
  id uuid primary key,
  -- what it came of: an entry of the household office, or a request of another system; the same one again is the same order
  key text not null unique,
  national_id text not null,
  -- what is printed and written; goes when the card is active or the order ended
  holder jsonb,
  kind text not null constraint card_order_kind check (kind in ('first', 'exchange', 'replacement', 'renewal')),
  office text not null,
  priority integer not null constraint card_order_priority check (priority between 0 and 9),
  -- the client of the interface that asked; null for the household office's own
  client text,
  request jsonb,
  state text not null constraint card_order_state check (state in ('photo', 'ready', 'production', 'issued', 'cancelled', 'failed')),
  reason text,
  at timestamptz not null,
  seq bigint generated always as identity
);
comment on table card_order is 'mutable: its state; the holder''s data go at the end';
create index card_order_state on card_order (state, priority desc, seq);
create index card_order_person on card_order (national_id, seq desc);

-- The photo of an order, what rules found, and what an officer decided by two marks.
create table photo (
  id uuid primary key,
  card_order uuid not null references card_order,
  -- gone when the card is active or the order ended
  file bytea,
  width integer not null,
  height integer not null,
  faults text[] not null,
  crown integer,
  chin integer,
  decision text constraint photo_decision check (decision in ('accepted', 'refused')),
  reason text,
  decided_by text,
  at timestamptz not null,
  seq bigint generated always as identity
);
comment on table photo is 'mutable: decided once, and its file goes';
create index photo_order on photo (card_order, seq desc);

-- Boxes of blank cards: two people count each, and only then its blanks are there.
create table delivery (
  id uuid primary key,
  first_number text not null,
  announced integer not null constraint delivery_size check (announced between 1 and 10000),
  state text not null constraint delivery_state check (state in ('announced', 'received', 'differs')),
  announced_by text not null,
  at timestamptz not null
);
comment on table delivery is 'mutable: is received';

create table blank (
  number text primary key,
  delivery uuid not null references delivery,
  state text not null constraint blank_state check (state in ('stocked', 'allotted', 'used', 'spoiled', 'destroyed')),
  card uuid,
  reason text,
  constraint blank_void_says_why check (state not in ('spoiled', 'destroyed') or reason is not null)
);
comment on table blank is 'mutable: its state; blank_action has the history';
create index blank_stock on blank (number) where state = 'stocked';
create index blank_state on blank (state, number);

create table blank_action (
  seq bigint generated always as identity primary key,
  number text not null references blank,
  action text not null,
  actor text not null,
  -- the second person, where two are needed
  witness text constraint blank_action_two check (witness <> actor),
  reason text,
  at timestamptz not null
);
create index blank_action_number on blank_action (number, seq);

create table batch (
  id uuid primary key,
  office text not null,
  state text not null constraint batch_state check (state in ('open', 'halted', 'done')),
  -- why it is halted
  reason text,
  made_by text not null,
  at timestamptz not null,
  seq bigint generated always as identity
);
comment on table batch is 'mutable: its state';
create index batch_place on batch (seq desc);

create table parcel (
  id uuid primary key,
  office text not null,
  state text not null constraint parcel_state check (state in ('packed', 'sent', 'arrived', 'short')),
  cards integer not null,
  packed_by text not null,
  at timestamptz not null,
  seq bigint generated always as identity
);
comment on table parcel is 'mutable: its state';
create index parcel_place on parcel (seq desc);

create table card (
  id uuid primary key,
  batch uuid not null references batch,
  card_order uuid not null references card_order,
  state text not null constraint card_state check (state in ('planned', 'personalising', 'personalised', 'printing', 'printed', 'passed', 'packed',
    'sent', 'arrived', 'missing', 'handed-over', 'activating', 'active', 'suspended', 'revoked', 'void')),
  -- a blank is in one card at most
  blank text unique references blank,
  reason text,
  -- who works on it, and until when nobody else does
  lease uuid,
  lease_until timestamptz,
  rejected integer not null default 0,
  auth_serial text unique,
  auth_certificate text,
  sign_serial text unique,
  sign_certificate text,
  not_after timestamptz,
  parcel uuid references parcel,
  -- of the activation code
  code_hash text,
  -- what other systems keep with it: place of issue and their own fields
  more jsonb,
  code_tries integer not null default 0 constraint card_code_tries check (code_tries between 0 and 5),
  at timestamptz not null,
  seq bigint generated always as identity
);
comment on table card is 'mutable: its state; card_action has the history';
create index card_batch on card (batch, seq);
create index card_order_of on card (card_order, seq desc);
create index card_parcel on card (parcel) where parcel is not null;
create index card_state on card (state, seq);
create unique index card_one_of_order on card (card_order) where state not in ('void', 'missing', 'revoked');

create table card_action (
  seq bigint generated always as identity primary key,
  card uuid not null references card,
  state text not null,
  actor text not null,
  blank text,
  reason text,
  at timestamptz not null
);
create index card_action_card on card_action (card, seq);

-- Sealed to the key of the printer of letters, which this installation does not hold; gone once it is printed.
create table pin_letter (
  card uuid primary key references card,
  sealed text not null,
  -- thumbprint of the printer's key
  printer text not null,
  at timestamptz not null
);
comment on table pin_letter is 'mutable: gone when printed';

-- What each of two people counted, of a delivery coming in or a parcel going out or in.
create table count_made (
  what text not null constraint count_what check (what in ('delivery', 'parcel-out', 'parcel-in')),
  id uuid not null,
  person text not null,
  counted integer not null constraint count_range check (counted between 0 and 10000),
  at timestamptz not null,
  primary key (what, id, person)
);
comment on table count_made is 'mutable: who counted wrong counts again until both agree';

-- Blanks that one person brings to be destroyed; another one destroys them.
create table destruction (
  id uuid primary key,
  proposed_by text not null,
  destroyed_by text constraint destruction_two check (destroyed_by <> proposed_by),
  at timestamptz not null,
  seq bigint generated always as identity
);
comment on table destruction is 'mutable: is done by a second person';
create table destruction_blank (
  destruction uuid not null references destruction,
  number text primary key references blank
);
