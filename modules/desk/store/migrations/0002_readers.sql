-- Whether the officer named the matter for which they looked. Those of former releases did not.
alter table officer_read add column for_case boolean not null default false, add column agency text;
create index officer_read_at on officer_read (at) where not for_case;

-- What an auditor found out about an officer who had read many people, one by one. Counting for the list begins anew.
create table reader_review (
  seq bigint generated always as identity primary key,
  officer text not null,
  people integer not null,
  auditor text not null,
  finding text not null,
  at timestamptz not null
);
create index reader_review_officer on reader_review (officer, at desc);
