-- Who may act for someone else, and in what. Append-only: a mandate ends with its term or by a row of mandate_end.
create table mandate (
  id uuid primary key,
  -- the same act makes one mandate
  key text not null unique,
  kind text not null constraint mandate_kind check (kind in ('agent', 'parent', 'guardian', 'representative')),
  -- the subject of a person, or of a business `business:` and its number
  principal text not null,
  -- of a business alone; who a person is, the eID says
  business_name text,
  holder text not null,
  -- null: all services
  services text[],
  since timestamptz not null,
  until timestamptz,
  given_by text not null,
  -- what an officer saw who confirmed it; null where the principal gave it
  basis text,
  at timestamptz not null,
  constraint mandate_term check (until is null or until > since),
  constraint mandate_for_others check (principal <> holder),
  constraint mandate_business check ((business_name is not null) = starts_with(principal, 'business:'))
);
create index mandate_principal on mandate (principal, id desc);
create index mandate_holder on mandate (holder, id desc);
create index mandate_confirmed on mandate (id desc) where basis is not null;

create table mandate_end (
  mandate uuid primary key references mandate,
  ended_by text not null,
  reason text not null,
  at timestamptz not null
);

-- Officers list the posts of their offices.
create index officer_post_office on officer_post (agency, role, id desc);
