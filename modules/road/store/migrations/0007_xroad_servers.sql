-- What a security server speaks to others: our own protocol, or X-Road's alone; of the latter our part of the configuration says nothing.
alter table security_server add column profile text not null default 'troad'
  constraint security_server_profile check (profile in ('troad', 'xroad'));
