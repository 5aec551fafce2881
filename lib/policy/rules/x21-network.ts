import { disagreements } from '../mesh/access';
import { cutOff } from '../mesh/egress';
import { cutOffGateways, pastWaypoint, throughWaypoints, unaskedProbes } from '../mesh/waypoints';
import { halfOpenCalls } from '../network/calls';
import { missingDns, tooWide } from '../network/openings';
import { scraping } from '../network/scraping';
import type { ManifestRule } from '../rule';

export const x21Network: ManifestRule = {
  id: 'X21',
  severity: 'error',
  subject: 'NetworkPolicy, AuthorizationPolicy and who talks to whom',
  over: 'manifests',
  why: 'A policy that is open at one end only either breaks a call that is needed, or leaves a door open that nobody uses but an intruder.',
  mend: 'let the policies of both ends, and those of the mesh, follow from the declared calls; admit DNS, the scraping of metrics and the control plane of the mesh, and nothing else',
  check: (cluster) =>
    [
      halfOpenCalls,
      scraping,
      missingDns,
      tooWide,
      cutOff,
      cutOffGateways,
      disagreements,
      throughWaypoints,
      unaskedProbes,
      pastWaypoint,
    ].flatMap((check) => check(cluster)),
};
