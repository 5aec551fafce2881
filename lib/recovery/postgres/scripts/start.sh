#!/bin/sh
# Starts the server of a pod. On a volume that holds a database it goes on with it; an empty volume gets the database back from
# the archive, up to RESTORE_TO where that is set; and only where no archive knows of one, a new one is made. Where the other
# region took over, an empty volume follows it, whatever this server was before.
set -eu
. "$(dirname "$0")/common.sh"

: "${PGDATA:?}" "${SERVER_ROLE:?}" "${CONFIG:?}" "${DATABASE:?}" "${FENCE_SECONDS:=60}"
SUPERUSER=postgres

# there MODES FILE: whether a place that is used so has a file: 0 when one has it, 1 when none has, 2 when one cannot be asked.
there() {
  found=1
  while read -r mode prefix region key <&3; do
    case " $1 " in *" $mode "*) ;; *) continue ;; esac
    code=0
    in_place "$prefix" "$region" "$key" 15 wal-fetch "$2" "$PGDATA.history" >/dev/null 2>&1 || code=$?
    rm -f "$PGDATA.history"
    case $code in
      0) return 0 ;;
      "$NOT_THERE") ;;
      *) found=2 ;;
    esac
  done 3<"$ARCHIVES"
  return "$found"
}

# A server of the other region that took over says so in its archive: it began a timeline after the last one of this server, which
# may be later than that of this folder, when a base backup is older than it. Two servers that take writes would be two truths, so
# this one does not start again. Whoever cannot ask for FENCE_SECONDS goes on: the failover fences this server by other means too,
# and a region that is gone must not keep the other one from starting.
replaced() {
  next=$(($(timeline_of "$PGDATA") + 1))
  deadline=$(($(date +%s) + FENCE_SECONDS))
  while :; do
    history=$(printf '%08X.history' "$next")
    answer=0
    there read "$history" || answer=$?
    [ "$answer" -ne 0 ] || return 0
    if [ "$answer" -eq 1 ]; then
      answer=0
      there 'write spare' "$history" || answer=$?
      case $answer in
        0)
          next=$((next + 1))
          continue
          ;;
        1) return 1 ;;
      esac
    fi
    if [ "$(date +%s)" -ge "$deadline" ]; then
      say 'cannot ask whether another server took over'
      return 1
    fi
    sleep 5
  done
}

follow() {
  until sh "$(dirname "$0")/fetch-base.sh" "$PGDATA"; do
    say 'waiting for a base backup'
    pause "${RETRY_SECONDS:-30}"
  done
  touch "$PGDATA/standby.signal"
}

initialise() {
  say 'no archive has a base backup: making a new database'
  rm -rf "$PGDATA.new"
  initdb --pgdata "$PGDATA.new" --username "$SUPERUSER" --encoding UTF8 --locale C.UTF-8 --data-checksums \
    --auth-local peer --auth-host scram-sha-256 >&2
  rmdir "$PGDATA" 2>/dev/null || true
  mv "$PGDATA.new" "$PGDATA"
}

# A signal ends the shell once what it waits for has ended, so it must not wait for a sleep of its own.
trap 'exit 0' TERM INT
pause() {
  sleep "$1" &
  wait $!
}

while [ -e "$HELD" ]; do
  say "held back by $HELD, until it is removed"
  pause 10
done

set -- postgres -D "$PGDATA" -c "config_file=$CONFIG"

if [ -s "$PGDATA/PG_VERSION" ]; then
  if [ -n "${RESTORE_TO:-}" ]; then
    say "RESTORE_TO is set, and the volume holds a database: it stays as it is. Remove the volume to restore"
  fi
  if [ ! -e "$PGDATA/standby.signal" ] && replaced; then
    fail "the server of the other region took over from timeline $(timeline_of "$PGDATA"): this one takes no more writes. To follow it, look for what only this volume has, then remove the volume"
  fi
elif [ "$SERVER_ROLE" = standby ]; then
  follow
else
  code=0
  # What the other region wrote is not this server's: with it, it would start beside the one that took over.
  BACKUPS_OF='write spare' sh "$(dirname "$0")/fetch-base.sh" "$PGDATA" "${RESTORE_TO:-}" || code=$?
  case $code in
    0)
      touch "$PGDATA/recovery.signal"
      if replaced; then
        [ -z "${RESTORE_TO:-}" ] || fail "the server of the other region took over: restore to $RESTORE_TO there"
        say 'the server of the other region took over: following it'
        rm -rf "$PGDATA"
        follow
      fi
      ;;
    3)
      [ -z "${RESTORE_TO:-}" ] || fail "there is nothing to restore to $RESTORE_TO from"
      initialise
      ;;
    *) exit "$code" ;;
  esac
fi

# A restored server keeps asking for the same moment until it has reached it, whatever interrupts it.
if [ -e "$PGDATA/recovery.signal" ] && [ -n "${RESTORE_TO:-}" ]; then
  set -- "$@" -c "recovery_target_time=$(exact "$RESTORE_TO")" -c recovery_target_action=promote
fi

# Left behind by a server of this container that was killed; the number in it may be that of any process by now.
rm -f "${PGHOST:?}"/.s.PGSQL.*

# A signal to stop lets clients finish for ever if PostgreSQL gets it as it is (smart shutdown); this is the fast one.
chmod 0700 "$PGDATA"
"$@" &
server=$!
trap 'kill -INT "$server" 2>/dev/null || true' TERM INT
code=0
wait "$server" || code=$?
while kill -0 "$server" 2>/dev/null; do
  code=0
  wait "$server" || code=$?
done
exit "$code"
