-- What the signed configuration is made of beside members: authorities, keys, anchors of other instances. Histories, as in 0002.
create table approved_authority (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null constraint approved_authority_kind check (kind in ('ca', 'tsa')),
  name text not null,
  certificate text not null,
  intermediates text[] not null,
  -- of the responder of a CA, or of the time-stamping service itself
  url text not null,
  present boolean not null
);
create index approved_authority_key on approved_authority (kind, name, seq desc);

create table configuration_key (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  id text not null,
  certificate text not null,
  state text not null constraint configuration_key_state check (state in ('announced', 'active', 'retired'))
);
create index configuration_key_id on configuration_key (id, seq desc);

create table trusted_anchor (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  instance text not null,
  anchor text not null,
  actor text not null,
  present boolean not null
);
create index trusted_anchor_instance on trusted_anchor (instance, seq desc);
