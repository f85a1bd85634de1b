-- What may be used once: ids of client assertions and DPoP proofs, codes, pushed requests. Inserting is using.
create table used_once (
  kind text not null,
  key text not null,
  expires_at timestamptz not null,
  primary key (kind, key)
);
comment on table used_once is 'mutable: purged when what it names could not be used any more';
create index used_once_expiry on used_once (expires_at);

-- A relying party as it was applied for: each change is a version of its own. Append-only.
create table client_version (
  client text not null,
  version integer not null,
  -- whose it is: an agency of content or a business number; people get another subject in each
  sector text not null,
  registration jsonb not null,
  applied_by text not null,
  at timestamptz not null,
  primary key (client, version)
);
create index client_version_applicant on client_version (applied_by, at desc);

-- The newest approved version is in force, until the client is closed.
create table client_decision (
  seq bigint generated always as identity primary key,
  client text not null,
  version integer not null,
  decision text not null constraint client_decision_known check (decision in ('approved', 'refused', 'closed')),
  officer text not null,
  reason text not null,
  at timestamptz not null,
  foreign key (client, version) references client_version
);
create index client_decision_client on client_decision (client, seq desc);

-- What a person agreed that a client is told; asked again when a version wants more.
create table agreement (
  subject text not null references person,
  client text not null,
  scopes text[] not null,
  version integer not null,
  at timestamptz not null,
  primary key (subject, client)
);
comment on table agreement is 'mutable: widened by the person, and withdrawn';

-- Where a person signed in, for that person alone. Nothing of it is in the audit, so that they can erase it.
create table visit (
  id uuid primary key,
  subject text not null references person,
  client text not null,
  what text not null constraint visit_what check (what in ('sign-in', 'refused', 'acted', 'acted-for', 'approved', 'not-approved')),
  method text,
  -- the other person of an act by mandate
  other text,
  at timestamptz not null
);
comment on table visit is 'mutable: erased by the person, and after a year';
create index visit_subject on visit (subject, at desc, id desc);
create index visit_at on visit (at);

-- A grant under which someone acts for another: by a mandate that modules/people holds. It ends with the mandate.
create table delegation (
  grant_id text primary key,
  mandate uuid not null,
  kind text not null,
  -- a person, or a business by its number
  represented text not null,
  represented_name text not null,
  holder text not null references person,
  client text not null,
  at timestamptz not null,
  until timestamptz,
  ended_at timestamptz
);
comment on table delegation is 'mutable: ends, is purged a day later';
create index delegation_mandate on delegation (mandate) where ended_at is null;
create index delegation_people on delegation (represented, holder);

alter table challenge drop constraint challenge_purpose;
alter table challenge add constraint challenge_purpose check (purpose in
  ('card', 'passkey-sign-in', 'passkey-add', 'mandate', 'documents', 'phone', 'code'));
-- what the challenge is about: a client, a phone, a choice
alter table challenge add column about jsonb;

-- A browser profile with a key of its own that approves requests, as a telephone does.
create table phone (
  id text primary key,
  subject text not null references person,
  name text not null,
  -- JWK of a P-256 key that the browser does not give out
  public_key jsonb not null,
  -- the card whose sign-in bound it: what is bound by a card is suspended with it
  bound_by text,
  created_at timestamptz not null,
  last_used_at timestamptz
);
comment on table phone is 'mutable: used, removed';
create index phone_subject on phone (subject, created_at);

create table phone_request (
  id uuid primary key,
  subject text not null references person,
  client text not null,
  -- what the other screen shows, among two that it does not
  message text not null,
  choices text[] not null,
  -- the backchannel request, or the authorization request in a browser
  auth_req_id text,
  interaction text,
  scopes text[] not null,
  state text not null constraint phone_request_state check (state in ('pending', 'approved', 'denied', 'taken')),
  phone text,
  at timestamptz not null,
  expires_at timestamptz not null
);
comment on table phone_request is 'mutable: decided once, purged after a day';
create index phone_request_subject on phone_request (subject, at desc);
create unique index phone_request_auth on phone_request (auth_req_id) where auth_req_id is not null;

alter table passkey add column bound_by text;
-- AAGUID of the model and whether its attestation was verified to the operator's list (FIDO MDS3)
alter table passkey add column model text;
alter table passkey add column attested boolean not null default false;

-- A code that was sent or handed out; only its keyed hash is kept.
create table code (
  id uuid primary key,
  subject text not null references person,
  kind text not null constraint code_kind check (kind in ('mail', 'message', 'office')),
  hash text not null,
  tries integer not null default 0,
  at timestamptz not null,
  expires_at timestamptz not null
);
comment on table code is 'mutable: tried, used, purged';
create index code_subject on code (subject, kind, at desc);
-- Wrong guesses about one person, whoever makes them; a known device and a card are not counted here.
create table guess (
  subject text not null,
  way text not null,
  day date not null,
  wrong integer not null,
  primary key (subject, way, day)
);
comment on table guess is 'mutable: counts up, purged';

-- Locking and recovering an identity. The newest row is the state; append-only.
create table identity_lock (
  seq bigint generated always as identity primary key,
  subject text not null references person,
  action text not null constraint identity_lock_action check (action in ('lock', 'unlock')),
  actor text not null,
  at timestamptz not null
);
create index identity_lock_subject on identity_lock (subject, seq desc);
create table recovery (
  id uuid primary key,
  subject text not null references person,
  -- the device that asked for it
  credential text not null,
  at timestamptz not null,
  ready_at timestamptz not null,
  state text not null constraint recovery_state check (state in ('waiting', 'cancelled', 'used'))
);
comment on table recovery is 'mutable: cancelled or used';
create unique index recovery_waiting on recovery (subject) where state = 'waiting';
