#!/bin/sh
# restore.sh FOLDER [TIME]: restores the database into a new folder, as it was at a time or as new as the archive has it, and
# looks whether it came back: it starts, its newest commit is as new as was promised, and every row of it can be read.
# Nothing of it reaches the archive or anybody else. The folder stays, with a server that has been stopped.
set -eu
. "$(dirname "$0")/common.sh"

: "${CONFIG:?}" "${DATABASE:?}" "${MOST_LOSS_SECONDS:?}" "${WITHIN_SECONDS:=3600}"
folder=$1 time=${2:-}
started=$(date +%s)
[ ! -e "$folder/PG_VERSION" ] || fail "$folder holds a database already"

code=0
sh "$(dirname "$0")/fetch-base.sh" "$folder" "$time" || code=$?
[ "$code" -ne 3 ] || fail 'no archive has a base backup'
[ "$code" -eq 0 ] || exit "$code"
touch "$folder/recovery.signal"

socket="$folder.run"
mkdir -p "$socket"
log="$folder.log"
set -- -D "$folder" -c "config_file=$CONFIG" -c listen_addresses= -c "unix_socket_directories=$socket" \
  -c archive_mode=off -c archive_timeout=0 -c log_min_messages=log
[ -z "$time" ] || set -- "$@" -c "recovery_target_time=$(exact "$time")" -c recovery_target_action=promote
postgres "$@" >"$log" 2>&1 &
server=$!
stop() {
  kill -INT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

ask() { psql --no-psqlrc --tuples-only --no-align --set ON_ERROR_STOP=1 --host "$socket" --username postgres "$@"; }
until [ "$(ask --dbname postgres --command 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; do
  if ! kill -0 "$server" 2>/dev/null; then
    tail -n 20 "$log" >&2
    case $(cat "$log") in
      *'recovery ended before configured recovery target was reached'*)
        fail "the archive ends before $time; without a time everything comes back that it has"
        ;;
    esac
    fail 'the server stopped before it had recovered'
  fi
  [ "$(($(date +%s) - started))" -lt "$WITHIN_SECONDS" ] || fail "not recovered within $WITHIN_SECONDS s"
  sleep 1
done

newest=$(ask --dbname postgres --command "SELECT coalesce(floor(extract(epoch FROM pg_last_xact_replay_timestamp()))::bigint::text, '')")
if [ -z "$newest" ]; then
  # Nothing was committed after the base backup: it is the newest state that there is.
  [ -n "$time" ] || fail 'no commit came back from the log: either nothing was written since the base backup, which a running server does not do, or the log is not in the archive'
  loss=0
else
  loss=$((started - newest))
  if [ -z "$time" ] && [ "$loss" -gt "$MOST_LOSS_SECONDS" ]; then
    fail "the newest commit that came back is $loss s old; $MOST_LOSS_SECONDS s were promised"
  fi
fi

# pg_dump reads every row, so that what cannot be read is found now.
pg_dump --host "$socket" --username postgres --dbname "$DATABASE" --file /dev/null || fail "$DATABASE came back, and cannot be read whole"
if [ -n "${CHECK_QUERY:-}" ]; then
  answer=$(ask --dbname "$DATABASE" --command "$CHECK_QUERY") || fail "the check query failed: $CHECK_QUERY"
  case $answer in
    '' | f | 0) fail "the check query answered ${answer:-nothing}: $CHECK_QUERY" ;;
  esac
fi
bytes=$(ask --dbname postgres --command "SELECT sum(pg_database_size(oid)) FROM pg_database")
trap - EXIT
stop
say "restored $bytes bytes in $(($(date +%s) - started)) s; newest commit: ${newest:+$(date -u -d "@$newest" +%Y-%m-%dT%H:%M:%SZ)}${newest:-that of the base backup}"
