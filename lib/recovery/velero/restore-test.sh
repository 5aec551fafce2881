#!/bin/sh
# Restores the newest backup into a namespace of its own, looks whether everything came back, says so, and cleans up.
#
# Pods of StatefulSets start on the restored volumes, and may talk to nobody but each other. Deployments and roll-outs come back
# without replicas: their objects are what a backup holds of them.
set -eu

: "${VELERO_NAMESPACE:?}" "${SCHEDULE:?}" "${LOCATION:?}" "${SOURCE_NAMESPACE:?}" "${TEST_NAMESPACE:?}"
: "${OLDEST_SECONDS:?}" "${WITHIN_SECONDS:?}" "${POLL_SECONDS:=10}" "${KINDS:?}"

in_velero() { kubectl --namespace "$VELERO_NAMESPACE" "$@"; }
in_test() { kubectl --namespace "$TEST_NAMESPACE" "$@"; }
say() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1"; }
fail() {
  say "FAILED: $1" >&2
  exit 1
}

restore=""
clean() {
  if [ -n "$restore" ]; then
    in_velero delete restores.velero.io "$restore" --ignore-not-found --wait=false || true
  fi
  # The account of the namespace and the object that hold its certificates come back by themselves and stay.
  for kind in $(printf '%s' "$KINDS" | tr ',' ' '); do
    case $kind in
      serviceaccounts) in_test delete serviceaccounts --field-selector metadata.name!=default --timeout 5m || true ;;
      configmaps) in_test delete configmaps --field-selector metadata.name!=kube-root-ca.crt --timeout 5m || true ;;
      *) in_test delete "$kind" --all --timeout 5m || true ;;
    esac
  done
}
trap clean EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

started=$(date +%s)
left() { echo $((started + WITHIN_SECONDS - $(date +%s))); }

# What an earlier run left behind, had it been killed, must not pass for what this one restores.
clean

backup=$(in_velero get backups.velero.io \
  --selector "velero.io/schedule-name=$SCHEDULE,velero.io/storage-location=$LOCATION" --output json |
  jq -c '[.items[] | select(.status.phase == "Completed")] | sort_by(.status.startTimestamp) | last // empty')
[ -n "$backup" ] || fail "the location $LOCATION has no completed backup of the schedule $SCHEDULE"
name=$(printf '%s' "$backup" | jq -r '.metadata.name')
age=$(printf '%s' "$backup" | jq -r 'now - (.status.startTimestamp | fromdateiso8601) | floor')
[ "$age" -le "$OLDEST_SECONDS" ] || fail "the newest backup, $name, is $age s old; more than $OLDEST_SECONDS s"

restore="restore-test-$started"
say "restoring $name ($age s old) into $TEST_NAMESPACE"
jq -n --arg name "$restore" --arg backup "$name" --arg from "$SOURCE_NAMESPACE" --arg to "$TEST_NAMESPACE" --arg kinds "$KINDS" '{
  apiVersion: "velero.io/v1", kind: "Restore", metadata: {name: $name},
  spec: {
    backupName: $backup,
    includedNamespaces: [$from],
    namespaceMapping: {($from): $to},
    includedResources: (($kinds | split(",")) + ["persistentvolumes"]),
    restorePVs: true,
    existingResourcePolicy: "none",
    resourceModifier: {kind: "ConfigMap", name: "restore-test-changes"}
  }
}' | in_velero create --filename -

phase=""
while :; do
  status=$(in_velero get restores.velero.io "$restore" --output json | jq -c '.status // {}')
  phase=$(printf '%s' "$status" | jq -r '.phase // "New"')
  case $phase in
    Completed) break ;;
    PartiallyFailed | Failed | FailedValidation | WaitingForPluginOperationsPartiallyFailed | FinalizingPartiallyFailed)
      fail "the restore ended as $phase: $(printf '%s' "$status" | jq -c '{errors, warnings, failureReason, validationErrors}')"
      ;;
  esac
  [ "$(left)" -gt 0 ] || fail "the restore is still $phase after $WITHIN_SECONDS s"
  sleep "$POLL_SECONDS"
done

total=$(printf '%s' "$status" | jq -r '.progress.totalItems // 0')
restored=$(printf '%s' "$status" | jq -r '.progress.itemsRestored // 0')
[ "$total" -gt 0 ] || fail "the backup $name holds nothing of $SOURCE_NAMESPACE"
[ "$restored" -eq "$total" ] || fail "$restored of $total objects came back"

# Volumes: each is there, and all of its data arrived.
unbound=$(in_test get persistentvolumeclaims --output json | jq -r '[.items[] | select(.status.phase != "Bound") | .metadata.name] | join(" ")')
[ -z "$unbound" ] || fail "volumes that did not come back: $unbound"
volumes=$(in_test get persistentvolumeclaims --output json | jq '.items | length')
moved=$(in_velero get datadownloads.velero.io --selector "velero.io/restore-name=$restore" --output json)
short=$(printf '%s' "$moved" | jq -r '[.items[] | select(.status.phase != "Completed" or (.status.progress.bytesDone // 0) < (.status.progress.totalBytes // 0)) | .metadata.name] | join(" ")')
[ -z "$short" ] || fail "data that did not arrive whole: $short"
bytes=$(printf '%s' "$moved" | jq '[.items[].status.progress.bytesDone // 0] | add // 0')

# Databases: each starts on what was restored.
while :; do
  waiting=$(in_test get statefulsets.apps --output json |
    jq -r '[.items[] | select((.spec.replicas // 1) > 0 and (.status.readyReplicas // 0) == 0) | .metadata.name] | join(" ")')
  [ -n "$waiting" ] || break
  [ "$(left)" -gt 0 ] || fail "not ready on their restored volumes: $waiting"
  sleep "$POLL_SECONDS"
done
databases=$(in_test get statefulsets.apps --output json | jq '.items | length')

took=$(($(date +%s) - started))
kubectl create configmap restore-test-result --namespace "$VELERO_NAMESPACE" --dry-run=client --output json \
  --from-literal=backup="$name" --from-literal=backupAgeSeconds="$age" --from-literal=objects="$restored" \
  --from-literal=volumes="$volumes" --from-literal=bytes="$bytes" --from-literal=databases="$databases" \
  --from-literal=seconds="$took" | in_velero apply --filename -
say "restored $restored objects, $volumes volumes with $bytes bytes and $databases databases of $name in $took s"
