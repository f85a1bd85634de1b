-- Letters and certificates carry their seal in the file (PAdES). Letters of before keep theirs beside it.
alter table case_letter alter column token drop not null;
alter table case_letter add column pdf jsonb;
-- The sealed file of a certificate, encrypted under its case: made when somebody first saves it.
create table certificate_file (
  code text primary key references certificate,
  case_id uuid not null,
  content jsonb not null,
  at timestamptz not null
);
create index certificate_file_case on certificate_file (case_id);
comment on table certificate_file is 'mutable: deleted with its case';
comment on column case_letter.pdf is 'mutable: emptied when its case is erased';
