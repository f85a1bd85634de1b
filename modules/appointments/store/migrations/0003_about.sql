-- What a visit is about beyond its service, under an id that the module which sent the person here gave it: a child whose dose is due.
alter table booking add column about uuid;

create or replace view booking_now as
select b.id, b.key, b.counter, b.subject, b.name, b.service, b.created_at, s.step, s.n, s.starts_at, s.at, b.case_id, b.case_step, b.case_visit, b.about
from booking b
  join lateral (select * from booking_step where booking = b.id order by n desc limit 1) s on true;
