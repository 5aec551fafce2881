#!/bin/sh
# Runs beside the server. Makes the roles and the database that were declared, with the passwords of the store, and writes a mark
# to the log of a quiet server, so that the age of its archive and the lag of its standby tell of the archive and not of the load.
set -eu
. "$(dirname "$0")/common.sh"

: "${DATABASE:?}" "${PULSE_SECONDS:?}" "${PASSWORD:?}" "${BACKUP_PASSWORD:?}"
trap 'exit 0' TERM INT

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --username postgres --dbname "${1}" --file -; }

roles() {
  ask postgres <<'SQL'
\getenv database DATABASE
\getenv password PASSWORD
\getenv backup BACKUP_PASSWORD
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SELECT format('CREATE ROLE %I LOGIN', :'database') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'database') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'database', :'password') \gexec
SELECT 'CREATE ROLE holdfast_backup LOGIN REPLICATION' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'holdfast_backup') \gexec
SELECT format('ALTER ROLE holdfast_backup PASSWORD %L', :'backup') \gexec
GRANT pg_read_all_data, pg_monitor TO holdfast_backup;
GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer), pg_switch_wal() TO holdfast_backup;
SELECT 'CREATE ROLE holdfast_monitor LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'holdfast_monitor') \gexec
GRANT pg_monitor TO holdfast_monitor;
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'database') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SQL
}

made=no
while :; do
  if [ "$(printf 'SELECT pg_is_in_recovery()' | ask postgres 2>/dev/null)" = f ]; then
    if [ "$made" = no ] && roles; then
      made=yes
      say 'roles and database are as declared'
    fi
    printf "SELECT pg_logical_emit_message(true, 'holdfast', 'pulse')" | ask postgres >/dev/null || say 'the server takes no writes'
  fi
  sleep "$PULSE_SECONDS" &
  wait $!
done
