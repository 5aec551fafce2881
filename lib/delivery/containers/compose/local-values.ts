import type { Port } from '../../../model';

/** A service that others reach by its name, in the clusters also with its namespace. */
export interface Reachable {
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly Port[];
}

/**
 * A declared value with the addresses of one network of containers: there is no Service in front of them that would translate
 * its port, and names end after the first label.
 */
export const localValue = (value: string, others: readonly Reachable[]): string => others.reduce(localAddress, value);

function localAddress(value: string, { name, namespace, ports }: Reachable): string {
  const host = `(?<![\\w.-])${name}(?:\\.${namespace}(?:\\.svc(?:\\.cluster\\.local)?)?)?`;
  const implied = ports.find(({ servicePort }) => servicePort === HTTP);
  return value
    .replace(new RegExp(`${host}:(\\d+)`, 'g'), (_, port: string) => `${name}:${containerPort(Number(port), ports)}`)
    .replace(
      new RegExp(`(http://)${host}(?![\\w.:-])`, 'g'),
      (_, scheme: string) => `${scheme}${name}${implied ? `:${implied.port}` : ''}`,
    );
}

/** The port of an address that names none (RFC 9110). */
const HTTP = 80;

const containerPort = (port: number, ports: readonly Port[]) => ports.find(({ servicePort }) => servicePort === port)?.port ?? port;

/** Compose fills in variables everywhere; two signs mean one (Compose specification, interpolation). */
export const literal = (text: string): string => text.replaceAll('$', '$$$$');

/** A variable of the file .env, and how a value asks for it: Compose stops with a sentence where it is missing. */
export const fromEnv = (variable: string) => `\${${variable}:?set it in .env}`;

/** Name of a variable in .env, which all services share. */
export const envVariable = (owner: string, variable: string) => `${owner}_${variable}`.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
