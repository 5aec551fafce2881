#!/bin/sh
# archive_command: sends a finished file of the write-ahead log to the archive. PostgreSQL keeps the file and tries again until
# this succeeds, so it must not say so before the file is safe.
#
# The spare place stands in the region of the server: the server that took over cannot wait for a region that is gone. It also
# has every file of the history of timelines, since a server that comes back looks there whether it was replaced.
set -eu
. "$(dirname "$0")/common.sh"

file=$1 name=$2
: "${UPLOAD_SECONDS:?}"

safe=no
while read -r mode prefix region key <&3; do
  case $mode in
    write) ;;
    spare) case $name in *.history) ;; *) [ "$safe" = no ] || continue ;; esac ;;
    *) continue ;;
  esac
  if in_place "$prefix" "$region" "$key" "$UPLOAD_SECONDS" wal-push "$file" >&2; then
    safe=yes
    [ "$mode" = write ] || say "$name went to $prefix, in the region of this server"
  else
    say "$prefix did not take $name"
  fi
done 3<"$ARCHIVES"
[ "$safe" = yes ] || fail "$name is not in the archive yet"
