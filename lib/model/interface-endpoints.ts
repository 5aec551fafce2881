import type { Cluster, Platform } from './platform';

/** What nodes and controllers need to start, to scale, to pull images and to read secrets, so that a broken way out does not stop them. */
const ENDPOINTS = ['autoscaling', 'ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'elasticloadbalancing', 'logs', 'secretsmanager', 'sts'];

/** AWS services that a cluster reaches inside its VPC. */
export const interfaceEndpoints = ({ spec }: Pick<Platform, 'spec'>, { environment }: Pick<Cluster, 'environment'>): readonly string[] => [
  ...ENDPOINTS,
  ...(Object.values(spec.telemetry.workspaces[environment] ?? {}).some(Boolean) ? ['aps-workspaces'] : []),
];
