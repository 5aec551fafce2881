#!/bin/sh
# restore_command: brings a file of the write-ahead log back. PostgreSQL takes every exit code up to 125 for the end of the log,
# and opens the database there. So a place that cannot be reached ends a restore with a higher one, which stops it instead:
# otherwise a network that fails for a moment would look like the end of the data. A standby asks again by itself.
set -eu
. "$(dirname "$0")/common.sh"

name=$1 file=$2 attempts=5
ABORT=200

while :; do
  unreachable=""
  while read -r mode prefix region key <&3; do
    : "$mode"
    code=0
    in_place "$prefix" "$region" "$key" 300 wal-fetch "$name" "$file" >&2 || code=$?
    [ "$code" -ne 0 ] || exit 0
    rm -f "$file"
    [ "$code" -eq "$NOT_THERE" ] || unreachable="$unreachable $prefix"
  done 3<"$ARCHIVES"
  [ -n "$unreachable" ] || exit 1
  [ "${IGNORE_UNREACHABLE:-no}" != yes ] || exit 1
  # The place may have what nobody else has, and nothing says that it has not.
  [ "${SERVER_ROLE:-}" != standby ] || exit 1
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    say "cannot ask for $name:$unreachable; with IGNORE_UNREACHABLE=yes that place is passed over"
    exit "$ABORT"
  fi
  sleep 2
done
