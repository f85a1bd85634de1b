-- Documents that a module had entered in the public log by their digest: the digest is the content of the leaf.
create table digest_record (
  digest char(64) primary key,
  leaf_index bigint not null unique,
  at timestamptz not null
);
