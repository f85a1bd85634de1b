-- State of the OpenID4VCI provider: codes, grants, tokens, each until it expires.
create table oidc_state (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (model, id)
);
comment on table oidc_state is 'mutable: short-lived';
create index oidc_state_grant on oidc_state (grant_id) where grant_id is not null;
create index oidc_state_uid on oidc_state (model, uid) where uid is not null;
create index oidc_state_expiry on oidc_state (expires_at);

-- What a person lets one of their wallets fetch; the identity card, or one certificate.
create table offer (
  id text primary key,
  subject text not null,
  kind text not null constraint offer_kind check (kind in ('eid', 'certificate')),
  -- serial number of the card, or the number of the certificate
  source text not null,
  -- the case of a certificate
  case_id text,
  app text not null,
  -- what the wallet's tokens hang on, once it began
  grant_id text unique,
  fetched integer not null default 0 constraint offer_fetched check (fetched between 0 and 3),
  expires_at timestamptz not null,
  at timestamptz not null
);
comment on table offer is 'mutable: gets its grant, counts how often it was fetched; goes after a day';
create index offer_expiry on offer (expires_at);

-- One fetch of a wallet: so many copies at once. Nothing of what they say is kept.
create table issue (
  id uuid primary key,
  subject text not null,
  kind text not null constraint issue_kind check (kind in ('eid', 'certificate')),
  source text not null,
  case_id text,
  app text not null,
  copies integer not null constraint issue_copies check (copies between 1 and 100),
  expires_at timestamptz not null,
  at timestamptz not null,
  seq bigint generated always as identity
);
create index issue_subject on issue (subject, seq desc);
create index issue_source on issue (kind, source);
create index issue_expiry on issue (expires_at);

-- Numbers of status lists, each for half a million copies.
create table status_list (
  id text primary key,
  month text not null,
  n integer not null,
  given integer not null,
  unique (month, n)
);
comment on table status_list is 'mutable: counts the places given';

-- Each copy has a place of its own, drawn at random.
create table copy (
  list text not null references status_list,
  idx integer not null,
  issue uuid not null references issue,
  primary key (list, idx)
);
create index copy_issue on copy (issue);

-- Where a card or certificate stands that copies came of, as its own register of it says; absent while it was always valid.
create table source_state (
  kind text not null,
  source text not null,
  state text not null constraint source_state_known check (state in ('valid', 'suspended', 'revoked')),
  at timestamptz not null,
  primary key (kind, source)
);
comment on table source_state is 'mutable: follows the card or certificate';

-- A person took back what a wallet fetched, because the telephone is lost, say.
create table issue_end (
  issue uuid primary key references issue,
  at timestamptz not null
);

-- How far the changes of cards were followed.
create table followed (
  kind text primary key,
  place bigint not null
);
comment on table followed is 'mutable: moves on';

-- What a counter asks a wallet; nothing of who showed something is in it.
create table check_request (
  id text primary key,
  -- the sign-in of the officer whose browser asked: no other sees the answer
  session_hash text not null,
  nonce text not null,
  fetched_at timestamptz,
  -- what the wallet's person reads out: without it the answer is shown to nobody
  number_hash text,
  code_hash text,
  tries integer not null default 0,
  outcome text constraint check_request_outcome check (outcome in ('yes', 'no', 'revoked', 'suspended', 'not-checked', 'refused')),
  reason text,
  list_at timestamptz,
  answered_at timestamptz,
  seen_at timestamptz,
  expires_at timestamptz not null
);
comment on table check_request is 'mutable: one exchange; goes after minutes';
create index check_request_expiry on check_request (expires_at);
