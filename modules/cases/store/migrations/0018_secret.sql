-- A secret case is known to the officers who keep it, and to nobody else of the office. The rule is how many they are at most; null where it is none.
alter table case_index add column secret smallint;
create table case_keeper (
  case_id uuid not null references case_index on delete cascade,
  subject text not null,
  primary key (case_id, subject)
);
comment on table case_keeper is 'mutable: projection of case_action';
create index case_keeper_subject on case_keeper (subject);
