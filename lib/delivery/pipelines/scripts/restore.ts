/**
 * A restore test belongs to the databases that a platform has, so the repository brings it: a script that restores the newest
 * recovery point beside the running database, reads from it, and takes it away again. Without one the run says what is missing.
 */
export const RESTORE = `if [ -x scripts/restore-test ]; then
  scripts/restore-test "$ENVIRONMENT" "$REGION"
else
  echo "no scripts/restore-test: backups of $ENVIRONMENT in $REGION are made but not proved" >&2
fi`;
