-- Fees taken in cash at a counter, and by whom; the money is in the till of the agency until it is paid in at the bank.
create table cash (
  payment uuid primary key references payment,
  by text not null,
  at timestamptz not null
);
-- What an entry of the bank was booked against: `agency/<id>` as before where it says nothing, or a till whose money was paid in.
alter table mismatch_end add column account text;
