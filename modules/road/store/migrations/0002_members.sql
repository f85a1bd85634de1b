-- Who is on the road. Every table keeps its history: a change is a new row, the newest row of a key counts, `present` ends it.
drop table gateway;

create table member_class (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  code text not null,
  description jsonb not null
);

create table member (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  member text not null,
  agency text,
  kind text not null,
  name jsonb not null,
  source text not null constraint member_source check (source in ('content', 'officer')),
  present boolean not null
);
create index member_key on member (member, seq desc);

create table subsystem (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  member text not null,
  code text not null,
  source text not null constraint subsystem_source check (source in ('content', 'officer')),
  present boolean not null
);
create index subsystem_key on subsystem (member, code, seq desc);

create table member_group (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  code text not null,
  description text not null,
  -- identifiers CLASS/CODE or CLASS/CODE/SUBSYSTEM
  members text[] not null,
  -- a local group belongs to one member, a global one to nobody
  owner text,
  present boolean not null
);
create index member_group_key on member_group (code, seq desc);

create table security_server (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  owner text not null,
  code text not null,
  agency text not null,
  address text not null,
  consumer_url text not null,
  tls_certificate text not null,
  seal_certificate text not null,
  encryption_certificate text,
  -- CLASS/CODE/SUBSYSTEM of the clients that it serves
  clients text[] not null,
  enabled boolean not null,
  present boolean not null,
  request uuid not null
);
create index security_server_key on security_server (owner, code, seq desc);

-- A request by which a member changes what the registry says of it, exactly as it was signed.
create table management_request (
  id uuid primary key,
  at timestamptz not null,
  type text not null,
  member text not null,
  server text,
  content jsonb not null,
  sealed text not null,
  proof text
);
create index management_request_member on management_request (member, at desc);

create table management_state (
  request uuid not null references management_request,
  seq integer not null,
  at timestamptz not null,
  state text not null constraint management_state_kind check (state in ('submitted', 'approved', 'declined', 'revoked')),
  actor text not null,
  reason text,
  primary key (request, seq)
);

create table onboarding_check (
  seq bigint generated always as identity primary key,
  request uuid not null references management_request,
  at timestamptz not null,
  name text not null,
  measured text not null,
  expected text not null,
  ok boolean not null
);
create index onboarding_check_request on onboarding_check (request, seq);
