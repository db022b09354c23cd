-- The room of RESPOND: its own schema.

create schema respond;
grant usage on schema respond to foreword_app;
