/** The Gateway of public hosts. */
export const GATEWAY = 'public';

/** Browsers come by HTTPS only, for a year (RFC 6797; hstspreload.org asks for a year at least). */
export const HSTS = 'max-age=31536000; includeSubDomains';

/** A public host, with the other names by which it is asked: those of its region, and the one that CloudFront uses. */
export interface PublicName {
  readonly host: string;
  readonly aliases: readonly string[];
}

/** The Secret with the certificate of a host. */
export const secretOf = (host: string) => `${host.replaceAll('.', '-')}-tls`;
