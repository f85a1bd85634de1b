-- Members that join while the platform runs.

-- Codes of the gateways that a member of the registry's own may register without an officer; of a member of content its folder says it.
alter table member add column servers text[] not null default '{}';

-- An invitation lets one process of a member have its key certified, once. Of its secret only the hash is here.
create table invitation (
  id uuid primary key,
  at timestamptz not null,
  member text not null,
  agency text not null,
  server text not null,
  secret_hash bytea not null,
  expires timestamptz not null,
  actor text not null
);

-- Which key an invitation was used for: the same key may ask again when the answer was lost.
create table invitation_use (
  invitation uuid primary key references invitation,
  at timestamptz not null,
  public_key bytea not null
);
