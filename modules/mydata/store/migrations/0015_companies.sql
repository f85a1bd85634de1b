-- For whom a recipient asks: people, or businesses by those who represent them.
alter table data_request add column of text not null default 'person' constraint data_request_of check (of in ('person', 'business'));

-- Who agreed in the name of a business. Where its register says that two represent it together, the consent is there with the second. Append-only.
create table company_signature (
  request uuid not null references data_request,
  business text not null,
  business_name text not null,
  signer text not null,
  signer_name text not null,
  -- what was agreed to, as `set.field`
  fields jsonb not null,
  at timestamptz not null,
  primary key (request, signer)
);
create index company_signature_business on company_signature (business, request);

-- In whose name a person acted, where that is no person.
alter table consent add column principal jsonb;
