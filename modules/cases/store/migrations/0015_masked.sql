-- A case with data of a special category is opened with a reason, which its applicant reads.
alter table case_opening add column reason text;
alter table case_opening drop constraint case_opening_kind;
alter table case_opening add constraint case_opening_kind check (kind in ('case', 'list', 'reason') and (kind = 'reason') = (reason is not null));
create index case_opening_reason on case_opening (case_id, actor, at desc) where kind = 'reason';
