-- What a person is about to sign, and what came of it; all of it goes within a day.
create table task (
  id uuid primary key,
  subject text not null,
  expires_at timestamptz not null,
  signed_at timestamptz,
  -- the container of files that carry no signature themselves (ASiC-E)
  container bytea
);
comment on table task is 'mutable: deleted within a day';
create index task_subject on task (subject, expires_at);
create table task_file (
  task uuid not null references task on delete cascade,
  n integer not null,
  name text not null,
  mime text not null,
  sha256 text not null,
  content bytea not null,
  -- the text of each page, as it was shown; null for what is no PDF
  pages jsonb,
  signed bytea,
  primary key (task, n)
);
comment on table task_file is 'mutable: deleted with its task';
