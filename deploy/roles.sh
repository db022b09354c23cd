#!/bin/sh
# The roles and the database of docs/operate/install.md, for a PostgreSQL server that is empty. Needs OWNER_PASSWORD and
# APP_PASSWORD; connects as the superuser that PGUSER and PGHOST name (in the container: by itself).
set -eu
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-${PGUSER:-postgres}}" -d postgres -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
create role foreword_owner login password :'owner';
create role foreword login noinherit password :'app';
create role foreword_app nologin;
grant foreword_app to foreword_owner, foreword;
create database foreword owner foreword_owner encoding 'UTF8' template template0;
revoke all on database foreword from public;
grant connect on database foreword to foreword;
SQL
