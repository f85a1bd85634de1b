-- The delay after a failure grows with the failures. `attempts` counts runs that a killed program broke off as well, so that a job that
-- ends its program is given up.
alter table kernel_job add column failures integer not null default 0;
