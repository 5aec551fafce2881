/**
 * The synthesized failover, executed in virtual time with every fault; it fails where a promise does not hold. A timeline of each fault is
 * drawn whether or not.
 */
export const DRILL = `status=0
npx holdfast drill --json > drill.json || status="$?"
mkdir -p timelines
jq -r '.environments[] | .environment as $environment | .rehearsals[] | "\\($environment) \\(.fault)"' drill.json > faults
while read -r environment fault; do
  npx holdfast drill --environment "$environment" --fault "$fault" --seeds 1 \\
    --svg "timelines/$environment-$fault.svg" < /dev/null > "timelines/$environment-$fault.txt" || status="$?"
done < faults
exit "$status"`;

/**
 * Starts an experiment, asks from outside whether users are served, and says every few seconds that somebody watches. It stops the
 * experiment when users have been without for longer than is promised, when the job is cut off, and at its end: what is over already is
 * left as it is.
 */
export const EXPERIMENT = `template="$(aws fis list-experiment-templates --query "experimentTemplates[?tags.Name=='$EXPERIMENT'].id" --output text)"
if [ -z "$template" ]; then
  echo "there is no experiment $EXPERIMENT in $AWS_REGION: its stack was not deployed" >&2
  exit 1
fi
watch_is() {
  aws cloudwatch put-metric-data --namespace "$NAMESPACE" --metric-name "$METRIC" --dimensions "$DIMENSIONS" --value "$1"
}
serves() {
  for url in $ANSWERING; do curl --silent --fail --max-time 5 --output /dev/null "$url" || return 1; done
  for url in $REACHABLE; do curl --silent --max-time 5 --output /dev/null "$url" || return 1; done
}
if ! serves; then
  echo 'users are not served even now: nothing is started' >&2
  exit 1
fi
state=''
for _ in $(seq 30); do
  watch_is 1
  state="$(aws cloudwatch describe-alarms --alarm-names "$ALARM" --query 'MetricAlarms[0].StateValue' --output text)"
  if [ "$state" = OK ]; then break; fi
  sleep 10
done
if [ "$state" != OK ]; then
  echo "the alarm $ALARM is $state: nobody would be seen to watch, and nothing is started" >&2
  exit 1
fi
running="$(aws fis start-experiment --experiment-template-id "$template" --client-token "$RUN-$EXPERIMENT" --query experiment.id --output text)"
stop() {
  watch_is 0 || true
  aws fis stop-experiment --id "$running" > /dev/null 2>&1 || true
}
trap stop EXIT
began="$(date +%s)"
down=0
longest=0
verdict=passed
status=pending
while [ "$(($(date +%s) - began))" -lt "$((MINUTES * 60))" ]; do
  watch_is 1
  if serves; then
    down=0
  else
    now="$(date +%s)"
    if [ "$down" -eq 0 ]; then down="$now"; fi
    if [ "$((now - down))" -gt "$longest" ]; then longest="$((now - down))"; fi
  fi
  if [ "$longest" -gt "$WITHIN_SECONDS" ]; then
    verdict='too long without service'
    break
  fi
  status="$(aws fis get-experiment --id "$running" --query experiment.state.status --output text)"
  case "$status" in
    failed | stopped | stopping | cancelled)
      verdict="the experiment $status by itself"
      break
      ;;
  esac
  sleep 10
done
if [ "$verdict" = passed ] && ! serves; then verdict='not served at the end'; fi
jq -n --arg experiment "$EXPERIMENT" --arg id "$running" --arg status "$status" --arg verdict "$verdict" \\
  --argjson longest "$longest" --argjson within "$WITHIN_SECONDS" \\
  '{experiment: $experiment, id: $id, status: $status, verdict: $verdict, longestOutageSeconds: $longest, promisedSeconds: $within}' | tee game-day.json
[ "$verdict" = passed ]`;
