-- Where a person is reached: a mail address, a telephone, a browser. A channel carries something only once its address is confirmed.
create table address (
  id uuid primary key,
  subject text not null,
  channel text not null constraint address_channel check (channel in ('mail', 'sms', 'push')),
  value text not null,
  -- keys of a browser's subscription (RFC 8291); null for the others
  keys jsonb,
  lang text not null,
  state text not null constraint address_state check (state in ('waiting', 'confirmed', 'bounced')),
  code_hash text,
  code_until timestamptz,
  tries int not null default 0,
  at timestamptz not null,
  unique (subject, channel, value)
);
comment on table address is 'mutable: confirmed, bounced, removed by its owner';

-- Topics that a person does not want on a channel; the inbox has everything.
create table silence (
  subject text not null,
  channel text not null,
  topic text not null,
  primary key (subject, channel, topic)
);
comment on table silence is 'mutable: chosen by the person';

-- One message on its way to one address. `content` is what is sent where there is no message (codes); it is emptied once it left.
create table delivery (
  id uuid primary key,
  key text not null unique,
  message_id uuid references message,
  address_id uuid,
  channel text not null,
  value text not null,
  keys jsonb,
  lang text not null,
  content jsonb,
  state text not null constraint delivery_state check (state in ('queued', 'sent', 'refused', 'bounced', 'given-up')),
  reason text,
  at timestamptz not null,
  ended_at timestamptz
);
comment on table delivery is 'mutable: how it went';
create index delivery_message on delivery (message_id);
create index delivery_returned on delivery (ended_at desc) where state in ('refused', 'bounced', 'given-up');

-- A legal notice: whose it is, and the day until which it is to be delivered before it goes by post.
create table notice (
  message_id uuid primary key references message,
  agency text not null,
  name text not null,
  postal text not null,
  due date not null
);
create index notice_due on notice (due);
-- What happened to a notice, once each: opened by the person, or printed, posted, delivered or returned by the post.
create table notice_step (
  message_id uuid not null references notice,
  step text not null constraint notice_step_name check (step in ('opened', 'printed', 'posted', 'delivered', 'returned')),
  at timestamptz not null,
  officer text,
  detail text,
  recorded_at timestamptz not null,
  primary key (message_id, step)
);

-- What the demonstration's providers would have sent.
create table demo_sent (
  id uuid primary key,
  channel text not null,
  value text not null,
  subject text not null,
  body text not null,
  at timestamptz not null
);
