-- What makes an application look like another one, as a digest: officers are shown both. Cases of before have none.
alter table case_index add column likeness char(64);
create index case_likeness on case_index (service, likeness, id desc) where likeness is not null;
