-- Vaults of people. Nothing here opens one: the server has what browsers sealed, how long it is, and who may change it.
create table vault (
  id uuid primary key,
  subject text not null constraint vault_of_person unique,
  -- the turn of the next change of what opens it: a change is signed for one turn and counts once
  turn integer not null default 0,
  -- what passkeys are asked with; no secret
  salt text not null,
  public_key text not null,
  -- the signing key, sealed by the vault key
  signer text not null,
  made_at timestamptz not null
);
comment on table vault is 'mutable: takes turns, and goes when its person erases it';

-- The vault key, sealed once for each passkey and once for the recovery key.
create table vault_wrap (
  id uuid primary key,
  vault uuid not null references vault (id) on delete cascade,
  kind text not null constraint vault_wrap_kind check (kind in ('passkey', 'recovery')),
  credential text,
  box text not null,
  made_at timestamptz not null,
  constraint vault_wrap_credential check ((kind = 'passkey') = (credential is not null)),
  constraint vault_wrap_once unique (vault, credential)
);
create unique index vault_wrap_recovery on vault_wrap (vault) where kind = 'recovery';
comment on table vault_wrap is 'mutable: passkeys are removed and the recovery key is replaced';

create table vault_file (
  id uuid primary key,
  vault uuid not null references vault (id) on delete cascade,
  -- of the file before it was sealed
  size bigint not null,
  -- how many bytes and pieces are kept once all are there
  sealed_size bigint not null,
  pieces integer not null,
  arrived integer not null default 0,
  key text not null,
  name text not null,
  begun_at timestamptz not null,
  -- null while pieces are missing: such a file is not listed
  stored_at timestamptz,
  constraint vault_file_whole check (stored_at is null or arrived = pieces)
);
create index vault_file_vault on vault_file (vault, stored_at desc);
create index vault_file_begun on vault_file (begun_at) where stored_at is null;
comment on table vault_file is 'mutable: uploads end or are given up, and people delete files';

create table vault_piece (
  file uuid not null references vault_file (id) on delete cascade,
  seq integer not null,
  bytes bytea not null,
  primary key (file, seq)
);
-- what is sealed cannot be compressed
alter table vault_piece alter column bytes set storage external;
comment on table vault_piece is 'mutable: goes with its file';

-- Links. The key of the file is sealed by a secret that stays in the fragment of the address; what has ended keeps no key.
create table vault_share (
  id uuid primary key,
  vault uuid not null references vault (id) on delete cascade,
  file uuid references vault_file (id) on delete set null,
  key text,
  -- SHA-256 of what the secret gives for access
  access_hash text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  most integer constraint vault_share_most check (most > 0),
  opened integer not null default 0,
  ended_at timestamptz,
  constraint vault_share_end check (ended_at is null or key is null)
);
create index vault_share_vault on vault_share (vault, made_at desc);
create index vault_share_file on vault_share (file);
create index vault_share_due on vault_share (expires_at);
comment on table vault_share is 'mutable: counts how often it was opened, and ends';

-- Who opened a link fetches the pieces with this for some minutes; kept as a hash.
create table vault_ticket (
  hash text primary key,
  share uuid not null references vault_share (id) on delete cascade,
  expires_at timestamptz not null
);
create index vault_ticket_share on vault_ticket (share);
create index vault_ticket_due on vault_ticket (expires_at);
comment on table vault_ticket is 'mutable: ends with its time or its link';
