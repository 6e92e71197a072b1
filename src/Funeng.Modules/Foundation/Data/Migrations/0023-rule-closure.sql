-- Rules that lean on the conclusions of other schemes are signed together with them: which texts a signature stands for.
create table rule_closure (
    sha256 text primary key not null,
    pack text not null,
    leans_on text not null,
    remembered_at bigint not null
);
