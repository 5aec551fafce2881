#!/bin/sh
# What the other scripts share: how they speak, and how they reach an archive.
#
# Each line of the file ARCHIVES is a place of the archive: how it is used, its prefix, its region and the alias of its key.
#   write  what this server finishes goes here
#   spare  takes it while the place above cannot be reached, and every file of the history of timelines
#   read   the archive of the server in the other region

: "${ARCHIVES:=/etc/holdfast/archives}"
# While this file is there, the server of the volume does not start.
# shellcheck disable=SC2034
HELD=$(dirname "${PGDATA:-/data/database}")/held
# Exit code of wal-g for a file that the archive does not have; anything else is a failure (wal-g, PostgreSQL.md, wal-fetch).
# shellcheck disable=SC2034
NOT_THERE=74

say() { printf '%s %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(basename "$0")" "$1" >&2; }
fail() {
  say "$1"
  exit 1
}

# in_place PREFIX REGION KEY SECONDS ARGUMENTS...: wal-g in one place, for so long at most.
in_place() {
  place=$1 place_region=$2 place_key=$3 place_seconds=$4
  shift 4
  if [ "$place_key" = - ]; then
    timeout "$place_seconds" env WALG_S3_PREFIX="$place" AWS_REGION="$place_region" wal-g "$@"
  else
    timeout "$place_seconds" env WALG_S3_PREFIX="$place" AWS_REGION="$place_region" \
      WALG_S3_SSE=aws:kms WALG_S3_SSE_KMS_ID="$place_key" wal-g "$@"
  fi
}

# backups [MODES]: base backups of all places, or of those used so, the oldest first: when each ended, its name, and its place.
# Fails when a place cannot be asked, since what it has may be newer; with IGNORE_UNREACHABLE=yes it is passed over.
backups() {
  while read -r mode prefix region key <&3; do
    case " ${1:-write spare read} " in *" $mode "*) ;; *) continue ;; esac
    if ! listed=$(in_place "$prefix" "$region" "$key" 60 backup-list --detail --json 2>/dev/null); then
      [ "${IGNORE_UNREACHABLE:-no}" = yes ] || return 1
      continue
    fi
    [ -n "$listed" ] || continue
    printf '%s' "$listed" | jq -r --arg prefix "$prefix" --arg region "$region" --arg key "$key" '
      .[] | [(.finish_time | sub("\\.[0-9]+"; "") | fromdateiso8601), .backup_name, $prefix, $region, $key] | join(" ")'
  done 3<"$ARCHIVES" | sort -n
}

# A time as PostgreSQL takes it on its command line, where it does not know the names of time zones yet, Z included.
exact() { date -u -d "$1" '+%Y-%m-%d %H:%M:%S.%6N+00' || fail "$1 is no time; write it as 2026-11-23T14:05:00Z"; }

# The timeline that a data folder is on, as its last checkpoint says.
timeline_of() { pg_controldata "$1" | awk -F: '/^Latest checkpoint.s TimeLineID/ { gsub(/ /, "", $2); print $2 }'; }
