-- Who wants to be told of each invoice in their carriers; the latest row counts.
create table invoice_wish (
  no bigint generated always as identity primary key,
  subject text not null,
  wanted boolean not null,
  at timestamptz not null
);
create index invoice_wish_latest on invoice_wish (subject, no desc);
-- Up to which receipt each of them was told.
create table invoice_told (subject text primary key, until timestamptz not null);
comment on table invoice_told is 'mutable: moves on with each look';

-- A person lets another one of the family see their invoices: offered by the one, agreed to by the other, ended by either.
create table family_view (
  no bigint generated always as identity primary key,
  owner text not null,
  owner_name text not null,
  viewer text not null,
  viewer_name text not null,
  at timestamptz not null
);
create index family_view_owner on family_view (owner);
create index family_view_viewer on family_view (viewer);
create table family_view_agreed (no bigint primary key references family_view (no), at timestamptz not null);
create table family_view_end (no bigint primary key references family_view (no), ended_by text not null, at timestamptz not null);

-- Accounts of those to whom invoices are donated: entered by one operator, confirmed by another; the latest that is confirmed counts.
create table donee_account (
  no bigint generated always as identity primary key,
  code text not null,
  account text not null,
  holder text not null,
  entered_by text not null,
  at timestamptz not null
);
create index donee_account_code on donee_account (code, no desc);
create table donee_account_confirmation (no bigint primary key references donee_account (no), confirmed_by text not null, at timestamptz not null);
