-- Actions stored before this migration keep their hashes; `digest` says under which format a hash was made.
alter table case_action add column digest smallint not null default 1;

insert into kernel_ledger_head (ledger, stream, seq, hash)
select distinct on (case_id) 'case', case_id::text, seq, hash from case_action order by case_id, seq desc;
