-- Jobs are claimed by kind where a kind limits how many of it run, and those given up are listed for operators.
-- `failure` names the last error without data of anybody; `last_error` has it in full.
alter table kernel_job add column failure text;
create index kernel_job_kind on kernel_job (kind, run_at, id) where done_at is null and dead_at is null;
create index kernel_job_dead on kernel_job (dead_at desc, id desc) where dead_at is not null and done_at is null;
