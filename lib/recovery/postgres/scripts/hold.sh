#!/bin/sh
# Stops the server, and keeps it from starting again until the file HELD is removed, or its volume is. What it had committed is in
# the archive when it has stopped. Whoever scales it down instead has it back at once: its replicas are what Git says.
set -eu
. "$(dirname "$0")/common.sh"

: "${PGDATA:?}"
touch "$HELD"
read -r server <"$PGDATA/postmaster.pid" || fail 'no server runs'
kill -INT "$server"
say "stops, and is held back by $HELD"
