-- Posts that officers were given. Append-only: a post ends by its term or by a row of post_end.
create table officer_post (
  id uuid primary key,
  -- the same appointment is made once
  key text not null unique,
  subject text not null,
  role text not null,
  agency text,
  -- code of a place; null: all places
  area text,
  since timestamptz not null,
  until timestamptz,
  given_by text not null,
  at timestamptz not null,
  constraint officer_post_term check (until is null or until > since)
);
create index officer_post_subject on officer_post (subject);

create table post_end (
  post uuid primary key references officer_post,
  ended_by text not null,
  reason text not null,
  at timestamptz not null
);
