create table document (
  id uuid primary key,
  folder uuid not null,
  uploader text not null,
  name text not null,
  size integer not null default 0,
  pieces integer not null default 0,
  begun_at timestamptz not null,
  -- null while it is being uploaded
  kind text constraint document_kind check (kind in ('pdf', 'jpeg', 'png')),
  sha256 text,
  -- null until a submitted case names it
  rule text,
  erase_after date,
  constraint document_whole check ((kind is null) = (sha256 is null)),
  constraint document_rule check (rule is null or kind is not null),
  constraint document_end check (erase_after is null or rule is not null)
);
create index document_folder on document (folder);
create index document_begun on document (begun_at) where kind is null;
create index document_end on document (erase_after) where erase_after is not null;
comment on table document is 'mutable: uploads end or are given up, drafts are deleted with their documents, and time ends what a rule keeps';

create table document_piece (
  document uuid not null references document (id) on delete cascade,
  seq integer not null,
  bytes bytea not null,
  primary key (document, seq)
);
-- pictures and PDFs are compressed already
alter table document_piece alter column bytes set storage external;
comment on table document_piece is 'mutable: goes with its document';

-- What is left of a document whose time is over: that there was one, and by which rule it went.
create table document_erasure (
  document uuid primary key,
  folder uuid not null,
  sha256 text not null,
  rule text not null,
  erase_after date not null,
  erased_on date not null
);
