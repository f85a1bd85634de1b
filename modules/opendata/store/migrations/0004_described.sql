-- What programs of other catalogues say of groups, organisations and users: the last version counts. No account comes of a user, and no
-- address, password or name of a person is kept.
create table described (
  kind text not null constraint described_kind check (kind in ('group', 'organization', 'user')),
  name text not null,
  seq integer not null,
  id text not null,
  record jsonb not null,
  -- the agency whose key wrote it
  agency text not null,
  by text not null,
  at timestamptz not null,
  primary key (kind, name, seq)
);
create index described_id on described (kind, id);
