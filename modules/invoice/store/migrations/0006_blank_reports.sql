-- How many times numbers of a track were reported blank (E0402): whoever checked an invoice's number against them sees whether there are more since.
create table blank_report (
  term text not null,
  track text not null,
  reports bigint not null,
  primary key (term, track)
);
comment on table blank_report is 'mutable: a count';
