#!/bin/sh
# Restores the newest base backup and the log behind it onto a volume that is thrown away afterwards. The run succeeds when the
# promise was kept, which is what its CronJob records.
set -eu
exec sh "$(dirname "$0")/restore.sh" "${SCRATCH:?}/database" "${RESTORE_TO:-}"
