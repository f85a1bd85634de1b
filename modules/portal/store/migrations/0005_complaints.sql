-- A complaint has an answer by a day (Administrative Procedure Act, articles 168 to 173); the others are read.
alter table feedback drop constraint feedback_kind_check;
alter table feedback add constraint feedback_kind_check check (kind in ('problem', 'idea', 'praise', 'complaint'));
create index feedback_complaints on feedback (id) where kind = 'complaint';
create table feedback_answer (
  feedback uuid primary key references feedback,
  at timestamptz not null,
  officer text not null,
  body text not null check (length(body) between 1 and 2000)
);
