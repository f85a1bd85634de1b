-- How much of a limit each client has left, in all processes together. Nothing of it outlives a crash of the server, nor needs to.
create unlogged table kernel_rate (
  name text not null,
  client bytea not null,
  tokens double precision not null,
  at timestamptz not null,
  primary key (name, client)
);
create index kernel_rate_at on kernel_rate (at);
comment on table kernel_rate is 'mutable: what is left of a limit is of this minute alone';
