-- The visit of a case for which a person comes: which case, at which step, entered for which time.
alter table booking add column case_id uuid, add column case_step text, add column case_visit integer,
  add constraint booking_case_whole check (num_nulls(case_id, case_step, case_visit) in (0, 3));
create index booking_case on booking (case_id) where case_id is not null;

create or replace view booking_now as
select b.id, b.key, b.counter, b.subject, b.name, b.service, b.created_at, s.step, s.n, s.starts_at, s.at, b.case_id, b.case_step, b.case_visit
from booking b
  join lateral (select * from booking_step where booking = b.id order by n desc limit 1) s on true;
