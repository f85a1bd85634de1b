-- What cases claim that can be claimed once, such as a child in a year's return, each as a digest.
create table case_claim (
  case_id uuid not null references case_index,
  claim char(64) not null,
  primary key (case_id, claim)
);
create index case_claim_claim on case_claim (claim);
comment on table case_claim is 'mutable: replaced when a case is compared with the others, gone with it';
