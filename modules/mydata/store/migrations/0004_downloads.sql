-- Copies that people fetched of their own data, kept for hours, so that they can be taken as files. `sealed` is the package and its
-- password under AES-256-GCM with a key of this module: the table alone shows nobody anything but which sets were asked for.
create table download (
  id uuid primary key,
  subject text not null,
  key text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  sets jsonb not null,
  sealed bytea,
  erased_at timestamptz,
  constraint download_once unique (subject, key)
);
comment on table download is 'mutable: its content is erased when its time is over or its person says so';
create index download_subject on download (subject, at desc);
create index download_due on download (expires_at) where sealed is not null;
