-- What people ask or complain about a use of their data, and the answer. Append-only; officers see which exchange it is about, not who asks.
create table use_question (
  id uuid primary key,
  subject text not null,
  key text not null,
  address text not null,
  exchange_id text not null,
  consumer text not null,
  provider text not null,
  used_at timestamptz not null,
  kind text not null,
  body text not null,
  at timestamptz not null,
  due_on date not null,
  constraint use_question_once unique (subject, key)
);
create index use_question_subject on use_question (subject, id desc);
create index use_question_consumer on use_question (consumer, id desc);

create table use_answer (
  question_id uuid primary key references use_question,
  officer text not null,
  body text not null,
  at timestamptz not null
);
