/** What the operator starts: version, and the digest that its tag pointed to when it was pinned. */
export const PROMETHEUS_IMAGE = {
  version: 'v3.14.0',
  image: 'quay.io/prometheus/prometheus:v3.14.0@sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0',
} as const;

export const BLACKBOX_EXPORTER = {
  repository: 'quay.io/prometheus/blackbox-exporter',
  tag: 'v0.27.0',
  digest: 'sha256:a50c4c0eda297baa1678cd4dc4712a67fdea713b832d43ce7fcc5f9bea05094d',
} as const;
