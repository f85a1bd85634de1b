-- People who can sign in. The national id leaves this table only under the scope national_id.
create table person (
  subject text primary key,
  name text not null,
  national_id text not null unique,
  roles jsonb not null,
  -- which kind of person of the demonstration this is; empty for everybody else
  label text not null,
  place bigint generated always as identity
);

-- A card is two certificates; its serial number is that of the authentication certificate.
create table card (
  serial text primary key,
  subject text not null references person,
  certificate text not null,
  sign_serial text not null unique,
  sign_certificate text not null,
  -- where its keys are: in a chip that they cannot leave, or in a file of the demonstration
  medium text not null constraint card_medium check (medium in ('chip', 'file')),
  issued_at timestamptz not null,
  not_after timestamptz not null
);
create index card_subject on card (subject, issued_at desc);

-- Append-only: the state of a card is its newest action (suspend, resume, revoke); without one it is active.
create table card_action (
  seq bigint generated always as identity primary key,
  serial text not null references card,
  action text not null constraint card_action_known check (action in ('suspend', 'resume', 'revoke')),
  actor text not null,
  at timestamptz not null
);
create index card_action_serial on card_action (serial, seq desc);

-- A row is one try that was begun and has not proved right; it is written before the PIN is looked at.
create table pin_counter (
  serial text primary key references card,
  tries integer not null constraint pin_counter_range check (tries between 0 and 3)
);
comment on table pin_counter is 'mutable: a right PIN sets it back';

create table challenge (
  id text primary key,
  purpose text not null constraint challenge_purpose check (purpose in ('card', 'passkey-sign-in', 'passkey-add')),
  nonce text not null,
  -- the authorization request that it may continue
  interaction text,
  -- who proved to be there with it, and how
  subject text,
  method text,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table challenge is 'mutable: used once, then purged';
create index challenge_expiry on challenge (expires_at);

create table passkey (
  id text primary key,
  subject text not null references person,
  public_key text not null,
  counter bigint not null,
  transports jsonb not null,
  -- singleDevice or multiDevice (WebAuthn Level 3 section 6.1.3)
  device_type text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
comment on table passkey is 'mutable: the signature counter grows, owners remove keys';
create index passkey_subject on passkey (subject, created_at);

-- Sessions of the account page; the cookie holds a random value, the table its hash.
create table session (
  id_hash text primary key,
  subject text not null references person,
  method text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table session is 'mutable: ends';
create index session_expiry on session (expires_at);

-- What the OpenID provider keeps: sessions, interactions, grants, codes, tokens.
create table oidc_state (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (model, id)
);
comment on table oidc_state is 'mutable: short-lived';
create index oidc_state_grant on oidc_state (grant_id) where grant_id is not null;
create index oidc_state_uid on oidc_state (model, uid) where uid is not null;
create index oidc_state_expiry on oidc_state (expires_at);
