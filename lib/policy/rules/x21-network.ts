import { halfOpenCalls } from '../network/calls';
import { missingDns, tooWide } from '../network/openings';
import { scraping } from '../network/scraping';
import type { ManifestRule } from '../rule';

export const x21Network: ManifestRule = {
  id: 'X21',
  severity: 'error',
  subject: 'NetworkPolicy and who talks to whom',
  over: 'manifests',
  why: 'A policy that is open at one end only either breaks a call that is needed, or leaves a door open that nobody uses but an intruder.',
  mend: 'let the policies of both ends follow from the declared calls; admit DNS and the scraping of metrics, and nothing else',
  check: (cluster) => [halfOpenCalls, scraping, missingDns, tooWide].flatMap((check) => check(cluster)),
};
