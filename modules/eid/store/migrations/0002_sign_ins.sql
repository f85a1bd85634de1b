-- One row a sign-in: the account page's session and that of the service refer to it, and end with it.
create table sign_in (
  id text primary key,
  subject text not null references person,
  method text not null,
  -- serial number of the card or id of the passkey that proved it
  credential text not null,
  -- the service that was signed in to; `account` for the account page alone
  client text not null,
  -- browser and system in two words; never an address
  agent text not null,
  -- the OpenID grant, under which the service's tokens stand
  grant_id text unique,
  at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
comment on table sign_in is 'mutable: is seen, ends, is purged a day later';
create index sign_in_subject on sign_in (subject, at desc);
create index sign_in_at on sign_in (at);

-- Sessions of before name no sign-in, so nobody could end them: whoever has one signs in again.
delete from session;
alter table session add column sign_in text not null references sign_in on delete cascade;
delete from oidc_state;
create index oidc_state_account on oidc_state ((payload ->> 'accountId'));

alter table challenge add column credential text;
alter table pin_counter add column locked_at timestamptz;
