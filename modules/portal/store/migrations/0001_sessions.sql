-- Sign-ins under way: state, PKCE verifier and nonce of one authorization request (RFC 9700 section 2.1).
create table sign_in (
  id_hash text primary key,
  state text not null,
  nonce text not null,
  verifier text not null,
  return_to text not null,
  expires_at timestamptz not null
);
comment on table sign_in is 'mutable: short-lived';

-- The cookie holds a random value, the table its hash: a copy of the table signs nobody in.
create table session (
  id_hash text primary key,
  subject text not null,
  name text not null,
  national_id text,
  roles jsonb not null,
  id_token text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table session is 'mutable: ends';
create index session_expiry on session (expires_at);
