-- Who else works for a business at its desk: named by who represents it, until that is ended.
create table shop_member (
  no bigint generated always as identity primary key,
  ban text not null,
  subject text not null,
  name text not null,
  shop_name text not null,
  rights text not null constraint shop_member_rights check (rights in ('clerk', 'reader')),
  named_by text not null,
  at timestamptz not null
);
create index shop_member_subject on shop_member (subject);
create index shop_member_ban on shop_member (ban, no);
create table shop_member_end (no bigint primary key references shop_member (no), ended_by text not null, at timestamptz not null);

-- A file that a shop uploaded. It is read in parts by a job, each part a request of its own.
create table shop_upload (
  id uuid primary key,
  ban text not null,
  name text not null,
  sha256 text not null,
  form text not null constraint shop_upload_form check (form in ('json', 'csv', 'mig')),
  messages integer not null,
  uploaded_by text not null,
  at timestamptz not null
);
create index shop_upload_ban on shop_upload (ban, at desc);
create table shop_upload_content (upload uuid primary key references shop_upload (id), content bytea not null);
comment on table shop_upload_content is 'mutable: removed once it was read; the messages are in their own tables';
create table shop_upload_part (
  upload uuid not null references shop_upload (id),
  part integer not null,
  package uuid not null,
  constraint shop_upload_part_key primary key (upload, part)
);
create table shop_upload_end (upload uuid primary key references shop_upload (id), at timestamptz not null);
