import { Construct } from 'constructs';
import { FLUX_NAMESPACE, keysOf, type Routing, SERVERS, serverSelector } from '../../model';
import { ANYWHERE, namespace, pods, tcp, toDns, udp } from '../peers';
import { ServerPolicy } from '../server-policy';

export interface AlertmanagerPolicyProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly routing: Routing;
  /** Whether Flux tells it what it could not sync. */
  readonly toldByFlux: boolean;
}

/** Who may alarm, and through which ports people are told. */
export class AlertmanagerPolicy extends Construct {
  constructor(scope: Construct, id: string, { name, labels, routing, toldByFlux }: AlertmanagerPolicyProps) {
    super(scope, id);
    const selector = serverSelector('alertmanager', name);
    const { port, clusterPort } = SERVERS.alertmanager;
    const cluster = [...tcp(clusterPort), ...udp(clusterPort)];
    const outside = [...(keysOf(routing).length > 0 ? [443] : []), ...(routing.mail ? [routing.mail.port] : [])];
    new ServerPolicy(this, 'Policy', {
      name: `alertmanager-${name}`,
      labels,
      selector,
      ingress: [
        { from: [pods(serverSelector('prometheus', name)), ...(toldByFlux ? [namespace(FLUX_NAMESPACE)] : [])], ports: tcp(port) },
        { from: [pods(selector)], ports: cluster },
      ],
      egress: [
        toDns(),
        { to: [pods(selector)], ports: cluster },
        ...(outside.length > 0 ? [{ to: [ANYWHERE], ports: tcp(...outside) }] : []),
      ],
    });
  }
}
