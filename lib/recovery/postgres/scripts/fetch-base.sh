#!/bin/sh
# fetch-base.sh FOLDER [TIME]: the newest base backup that had ended before a time, or the newest of all, into an empty folder,
# which a server then recovers from. BACKUPS_OF names the places to look in (see common.sh). Exits with 3 when none has one.
set -eu
. "$(dirname "$0")/common.sh"

folder=$1 time=${2:-}
NONE=3

if [ -n "$time" ]; then
  # A base backup is usable from the moment on at which it ended, within the second that is told.
  before=$(date -u -d "$(exact "$time")" +%s)
else
  before=$(date -u -d '+1 day' +%s)
fi
all=$(backups "${BACKUPS_OF:-}") || fail 'an archive cannot be asked for its base backups; with IGNORE_UNREACHABLE=yes it is passed over'
[ -n "$all" ] || exit "$NONE"
chosen=$(printf '%s\n' "$all" | awk -v before="$before" '$1 < before' | tail -n 1)
[ -n "$chosen" ] || fail "the oldest base backup ended at $(date -u -d "@$(printf '%s\n' "$all" | head -n 1 | cut -d' ' -f1)" +%Y-%m-%dT%H:%M:%SZ), after $time"

read -r ended name prefix region key <<CHOSEN
$chosen
CHOSEN
# What an attempt left behind that was ended half-way is no database.
rm -rf "$folder.fetched"
mkdir -p "$folder.fetched"
say "fetching $name, which ended at $(date -u -d "@$ended" +%Y-%m-%dT%H:%M:%SZ), from $prefix"
in_place "$prefix" "$region" "$key" "${FETCH_SECONDS:-86400}" backup-fetch "$folder.fetched" "$name" >&2
[ -s "$folder.fetched/PG_VERSION" ] || fail "$name holds no database"
chmod 0700 "$folder.fetched"
rm -f "$folder.fetched/standby.signal" "$folder.fetched/recovery.signal"
rmdir "$folder" 2>/dev/null || true
mv "$folder.fetched" "$folder"
