-- The consent with a recipient for whose answer this one was given, so that both end together.
alter table consent add column under uuid references data_consent;
create index consent_under on consent (under, expires_at) where under is not null;

-- Which providers have to be told that a consent ended, as long as they would take it, and which have been.
create table consent_telling (
  consent_id uuid not null references consent,
  provider text not null,
  until timestamptz not null,
  primary key (consent_id, provider)
);
create index consent_telling_provider on consent_telling (provider, until);
create table consent_told (
  consent_id uuid not null,
  provider text not null,
  -- of the message that told it
  exchange_id text not null,
  at timestamptz not null,
  primary key (consent_id, provider),
  foreign key (consent_id, provider) references consent_telling
);
