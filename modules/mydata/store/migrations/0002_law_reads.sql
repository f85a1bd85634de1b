-- Reads that a law opened without the person's consent. `person` is HMAC-SHA-256 of the national id under a key of this module:
-- the table alone tells nobody whose data were read, also where that person never used this module.
create table law_read (
  provider text not null,
  exchange_id text not null,
  person bytea not null,
  consumer text not null,
  agreement text,
  legal_basis text,
  purpose text,
  fields jsonb not null,
  found boolean not null,
  at timestamptz not null,
  -- the person sees it from then on
  visible_from timestamptz not null,
  constraint law_read_once primary key (provider, exchange_id)
);
create index law_read_person on law_read (person, at desc, exchange_id desc);
