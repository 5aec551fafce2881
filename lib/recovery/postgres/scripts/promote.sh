#!/bin/sh
# Lets the standby take over: it ends following the archive, begins a timeline of its own and takes writes. Asked twice, it has
# done so already. It ends when the server takes writes.
set -eu
. "$(dirname "$0")/common.sh"

: "${PGHOST:?}" "${WITHIN_SECONDS:?}"
ask() { psql --no-psqlrc --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname postgres --command "$1"; }

if [ "$(ask 'SELECT pg_is_in_recovery()')" = f ]; then
  say 'the server takes writes already'
  exit 0
fi
say "the newest commit that it follows: $(ask 'SELECT pg_last_xact_replay_timestamp()')"
[ "$(ask "SELECT pg_promote(true, $WITHIN_SECONDS)")" = t ] || fail "not promoted within $WITHIN_SECONDS s"
[ "$(ask 'SELECT pg_is_in_recovery()')" = f ] || fail 'promoted, and still a standby'
# The first file of the new timeline: until it is in the archive a loss of this server would lose what it took.
ask 'SELECT pg_switch_wal()' >/dev/null
say 'the server takes writes'
