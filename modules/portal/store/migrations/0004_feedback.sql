-- What readers say of a page. Nobody is named: an address to answer is given by whoever wants an answer.
create table feedback (
  id uuid primary key,
  at timestamptz not null,
  page text not null check (length(page) between 1 and 300),
  kind text not null check (kind in ('problem', 'idea', 'praise')),
  body text not null check (length(body) between 1 and 2000),
  contact text check (length(contact) <= 200),
  lang text not null
);
create index feedback_newest on feedback (id desc);

-- Searches that found nothing, a row a day and wording, without who searched.
create table missed_search (
  day date not null,
  query text not null check (length(query) between 1 and 80),
  lang text not null,
  count integer not null,
  primary key (day, query, lang)
);
comment on table missed_search is 'mutable: counts';
create index missed_search_newest on missed_search (day desc, count desc);
