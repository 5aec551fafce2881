/**
 * What a message says, in Alertmanager's template language: what is wrong, then each alert with the place to look.
 * Alertmanager's own default names labels and leaves out the summary and the runbook.
 */
export const MESSAGE = {
  title:
    '[{{ .Status | toUpper }}{{ if eq .Status "firing" }} {{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} {{ .CommonLabels.service }} {{ .CommonLabels.environment }}/{{ .CommonLabels.region }}',
  text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ if .Annotations.runbook_url }} Runbook: {{ .Annotations.runbook_url }}{{ end }}\n{{ end }}',
  severity: '{{ if .CommonLabels.severity }}{{ .CommonLabels.severity }}{{ else }}error{{ end }}',
} as const;

/** What PagerDuty shows beside the title. */
export const PAGE_DETAILS = {
  alerts: MESSAGE.text,
  environment: '{{ .CommonLabels.environment }}',
  region: '{{ .CommonLabels.region }}',
  service: '{{ .CommonLabels.service }}',
  team: '{{ .CommonLabels.team }}',
} as const;

/** Slack takes a message with the token of a bot here, under a channel of ours (Slack API, chat.postMessage). */
export const SLACK = 'https://slack.com/api/chat.postMessage';
