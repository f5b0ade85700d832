#!/bin/sh
# Makes the four databases and their roles on a new server, as PostgreSQL's image runs it once.
# A service's api and worker come in with their own roles; what they may touch, the migrations say.
set -eu

for service in intake evaluation registry monitoring; do
  psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set service="$service" \
    --set owner="${service}_owner" --set api="${service}_api" --set worker="${service}_worker" \
    --set public="${service}_public" --set password="$SERVICES_PASSWORD" <<'SQL'
CREATE ROLE :"owner" LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE :"api" LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE :"worker" LOGIN NOINHERIT PASSWORD :'password';
CREATE ROLE :"public" LOGIN NOINHERIT PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"owner";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"owner", :"api", :"worker", :"public";
\connect :"service"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO :"owner";
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SQL
done
