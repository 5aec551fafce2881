/** The distribution with the processors and exporters that the configurations here use; the digest is what its tag pointed to. */
export const COLLECTOR_IMAGE = {
  repository: 'docker.io/otel/opentelemetry-collector-contrib',
  tag: '0.161.0',
  digest: 'sha256:fd328de2552466ad78385e1b1289c3f2402b1c45f265b252aab1955b42845ac1',
} as const;
