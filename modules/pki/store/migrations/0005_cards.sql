-- Which certificates were made for which blank card, and for which of its keys: each once, so that a blank that is void takes all of them along.
create table card_request (
  request text not null,
  profile text not null,
  serial text not null unique references certificate,
  primary key (request, profile)
);
