-- Services that a gateway serves with encrypted bodies only, as SUBSYSTEM/service.
alter table security_server add column encrypted_services text[] not null default '{}';
