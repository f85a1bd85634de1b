-- The status of each signer of a batch, from after its time stamp: with it the shared stamp is all that the evidence of its exchanges needs.
create table message_batch_status (
  batch bigint not null references message_batch,
  -- SHA-256 of the signer's certificate
  certificate bytea not null,
  ocsp bytea not null,
  primary key (batch, certificate)
);
