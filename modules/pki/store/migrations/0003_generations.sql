-- Which generation of the issuing authority signed a certificate: each has a revocation list of its own.
alter table certificate add column issuer integer not null default 1;
-- Other processes learn within a second which certificates have changed.
create index certificate_status_at on certificate_status (at);
