-- The last checkpoint that a witness cosigned of each log: it never signs one that does not continue it, in whichever process it runs.
create table seen (
  witness text not null,
  origin text not null,
  note text not null,
  primary key (witness, origin)
);
comment on table seen is 'mutable: each checkpoint takes the place of the one that it continues';
