/** Where telemetry goes, as the network sees it. */
export interface Destination {
  readonly url: string;
  /** `host:port`. */
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  /** Namespace of a destination in the cluster; undefined for one outside. */
  readonly namespace?: string;
}

/** An address as written, with the port that it means. */
export function destinationOf(url: string): Destination {
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === 'https:';
  const number = port === '' ? (secure ? 443 : 80) : Number(port);
  const namespace = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(hostname)?.[1];
  return { url, address: `${hostname}:${number}`, port: number, secure, namespace };
}
