#!/bin/sh
# A base backup of the writable server, and what is kept of the older ones. Where the server is a standby, the other region makes
# the backups: then this looks whether the newest one is there, from where it would be needed.
set -eu
. "$(dirname "$0")/common.sh"

: "${PGHOST:?}" "${KEEP_BACKUPS:?}" "${KEEP_SECONDS:?}" "${OLDEST_SECONDS:?}" "${BACKUP_SECONDS:?}"

recovering=$(psql --no-psqlrc --tuples-only --no-align --dbname postgres --command 'SELECT pg_is_in_recovery()')
if [ "$recovering" = t ]; then
  newest=$(backups 'write spare read' | tail -n 1)
  [ -n "$newest" ] || fail 'this server is a standby, and the archive that it follows has no base backup'
  age=$(($(date +%s) - $(printf '%s' "$newest" | cut -d' ' -f1)))
  [ "$age" -le "$OLDEST_SECONDS" ] || fail "this server is a standby, and the newest base backup of the archive that it follows is $age s old; more than $OLDEST_SECONDS s"
  say "this server is a standby: the newest base backup is $age s old"
  exit 0
fi

made=no
while read -r mode prefix region key <&3; do
  case $mode in write | spare) ;; *) continue ;; esac
  [ "$made" = no ] || continue
  # One that stops half-way counts as none: its last file, which says that it is whole, is missing.
  if in_place "$prefix" "$region" "$key" "$BACKUP_SECONDS" backup-push >&2; then
    made=yes
    # What is older than so many backups, and than so long, goes: the oldest that stays began before that time, so that every
    # moment since can be restored. Old files of the log go with the backup before which they were written.
    since=$(date -u -d "@$(($(date +%s) - KEEP_SECONDS))" +%Y-%m-%dT%H:%M:%SZ)
    in_place "$prefix" "$region" "$key" 3600 delete retain FULL "$KEEP_BACKUPS" --after "$since" --confirm >&2 ||
      say "could not remove what is older than $since from $prefix"
  else
    say "no base backup in $prefix"
  fi
done 3<"$ARCHIVES"
[ "$made" = yes ] || fail 'no base backup was made'
say 'a base backup was made'
