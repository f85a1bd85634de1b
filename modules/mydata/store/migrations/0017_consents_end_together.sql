-- The consent with a recipient for whose answer this one was given, so that both end together.
alter table consent add column under uuid references data_consent;
create index consent_under on consent (under, expires_at) where under is not null;
