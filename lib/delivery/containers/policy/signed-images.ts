import type { Platform } from '../../../model';
import { ISSUERS, repositoryPath } from '../../../model';
import { UsageError } from '../../../spec';
import { DEFAULT_BRANCH } from '../../pipelines/limits';
import { clustersOf, registryOf } from '../../pipelines/plan';

/** The public transparency log, to which cosign writes every signature unless it is told otherwise (sigstore docs). */
const TRANSPARENCY_LOG = 'https://rekor.sigstore.dev';
/** The longest that Kubernetes lets an admission webhook take: registry and log are asked. */
const TIMEOUT_SECONDS = 30;

/** Predicate types that `cosign attest --type` writes for the names that the pipelines use (cosign, pkg/cosign/attestation). */
const ATTESTATIONS = {
  billOfMaterials: { type: 'https://spdx.dev/Document', says: 'a signed bill of materials' },
  provenance: { type: 'https://slsa.dev/provenance/v0.2', says: 'a signed provenance' },
} as const;

const IMAGES = '(images.containers + images.initContainers + images.ephemeralContainers)';

/**
 * Refuses images of the platform's own registries that its pipeline has not signed and described. Kyverno's
 * ImageValidatingPolicy, stable since 1.17, because its ClusterPolicy is deprecated there and gone with 1.20 (release notes).
 */
export function signedImages(platform: Platform, environment: string): object {
  const { imageVerification } = platform.spec;
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ImageValidatingPolicy',
    metadata: { name: `${platform.name}-signed-images` },
    spec: {
      validationActions: [imageVerification?.action === 'audit' ? 'Audit' : 'Deny'],
      failurePolicy: 'Fail',
      webhookConfiguration: { timeoutSeconds: TIMEOUT_SECONDS },
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods', 'pods/ephemeralcontainers'] },
        ],
      },
      matchImageReferences: ownImages(platform, environment).map((glob) => ({ glob })),
      // Kyverno reads ECR with its own role.
      credentials: { providers: ['default', 'amazon'] },
      validationConfigurations: { mutateDigest: false, verifyDigest: true, required: true },
      attestors: [{ name: 'pipeline', cosign: { ...attestor(platform), ctlog: { url: TRANSPARENCY_LOG } } }],
      attestations: Object.entries(ATTESTATIONS).map(([name, { type }]) => ({ name, intoto: { type } })),
      validations: [
        {
          expression: `${IMAGES}.map(image, verifyImageSignatures(image, [attestors.pipeline])).all(count, count > 0)`,
          message: `an image of ${platform.name} is not signed by its pipeline: deliver it, instead of pushing it by hand`,
        },
        ...Object.entries(ATTESTATIONS).map(([name, { says }]) => ({
          expression: `${IMAGES}.map(image, verifyAttestationSignatures(image, attestations.${name}, [attestors.pipeline])).all(count, count > 0)`,
          message: `an image of ${platform.name} has no ${says.replace(/^a /, '')} of its pipeline`,
        })),
      ],
    },
  };
}

/** Images that the platform builds: in the registries of the environment, and where the platform file says that they are. */
function ownImages(platform: Platform, environment: string): string[] {
  const registries = clustersOf(platform, environment)
    .map((cluster) => registryOf(platform, cluster))
    .map(({ host, path }) => `${host}/${path}/*`);
  const declared = Object.values(platform.spec.services)
    .filter(({ build }) => build !== undefined)
    .flatMap(({ image: { repository } }) => [`${repository}:*`, `${repository}@*`]);
  return [...new Set([...registries, ...declared])].sort();
}

/** The key, or the certificate that Fulcio gives to the pipeline of the repository and to nothing else. */
function attestor({ spec: { imageVerification, repository } }: Platform) {
  if (imageVerification?.publicKey !== undefined) return { key: { data: imageVerification.publicKey } };
  const path = repositoryPath(repository);
  const branch = `refs/heads/${DEFAULT_BRANCH}`;
  if (hostOf(repository) === 'github.com') {
    // The reusable workflow that signs, whoever calls it (Fulcio, OIDC claims of GitHub).
    const subject = `https://github.com/${path}/.github/workflows/build.yml@${branch}`;
    return { keyless: { identities: [{ issuer: ISSUERS.github, subject }] } };
  }
  if (hostOf(repository) === 'gitlab.com') {
    return { keyless: { identities: [{ issuer: ISSUERS.gitlab, subject: `${ISSUERS.gitlab}/${path}//.gitlab-ci.yml@${branch}` }] } };
  }
  throw new UsageError(
    `imageVerification: ${repository} is on neither github.com nor gitlab.com, whose tokens Fulcio trusts; declare imageVerification.publicKey`,
  );
}

const hostOf = (repository: string) => /^(?:https:\/\/|ssh:\/\/(?:[^@/]+@)?|git@)([^/:]+)/.exec(repository)?.[1];
