-- Who filed a case for its applicant: by which mandate, or at the counter, where there is none. A draft is the filer's until it is submitted.
alter table case_index
  add column filer text,
  add column mandate uuid;
drop index case_one_draft;
create unique index case_one_draft on case_index (service, subject, coalesce(filer, '')) where state = 'draft';
create index case_filer on case_index (filer, id desc) where filer is not null;

-- What the submission says of it.
alter table case_draft add column on_behalf jsonb;
