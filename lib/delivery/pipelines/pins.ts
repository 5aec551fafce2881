/** A GitHub action at one commit: a tag can be moved to other code, a commit cannot. */
export interface ActionPin {
  readonly commit: string;
  readonly version: string;
}

/**
 * Actions that the workflows use. Each commit was found for its version in at least two public repositories that do not
 * depend on each other, as their workflows pin it (`owner/action@commit # version`).
 */
export const ACTIONS = {
  'actions/checkout': { commit: '08c6903cd8c0fde910a37f88322edcfb5dd907a8', version: 'v5.0.0' },
  'actions/setup-node': { commit: '820762786026740c76f36085b0efc47a31fe5020', version: 'v7.0.0' },
  'actions/upload-artifact': { commit: 'ea165f8d65b6e75b540449e92b4886f43607fa02', version: 'v4.6.2' },
  'actions/download-artifact': { commit: 'd3f86a106a0bac45b974a628896c90dbdf5c8093', version: 'v4.3.0' },
  'actions/create-github-app-token': { commit: 'a8d616148505b5069dccd32f177bb87d7f39123b', version: 'v2.1.1' },
  'anchore/sbom-action/download-syft': { commit: 'e22c389904149dbc22b58101806040fa8d37a610', version: 'v0.24.0' },
  'anchore/scan-action/download-grype': { commit: '1638637db639e0ade3258b51db49a9a137574c3e', version: 'v6.5.1' },
  'aws-actions/configure-aws-credentials': { commit: 'b47578312673ae6fa5b5096b330d9fbac3d116df', version: 'v4.2.1' },
  'docker/build-push-action': { commit: '263435318d21b8e681c14492fe198d362a7d2c83', version: 'v6.18.0' },
  'docker/setup-buildx-action': { commit: 'e468171a9de216ec08956ac3ada2f0791b6bd435', version: 'v3.11.1' },
  'github/codeql-action/upload-sarif': { commit: '0499de31b99561a6d14a36a5f662c2a54f91beee', version: 'v4.31.2' },
  'hashicorp/setup-terraform': { commit: 'b9cd54a3c349d3f38e8881555d616ced269862dd', version: 'v3.1.2' },
  'sigstore/cosign-installer': { commit: 'd58896d6a1865668819e1d91763c7751a165e159', version: 'v3.9.2' },
} as const satisfies Readonly<Record<string, ActionPin>>;

export type Action = keyof typeof ACTIONS;

/** What a step says after `uses:`. */
export const pinned = (action: Action): string => `${action}@${ACTIONS[action].commit}`;

/** Versions of the tools, the same in every pipeline: what one signs another verifies. */
export const TOOL_VERSIONS = {
  node: '22',
  terraform: '1.15.8',
  cosign: 'v2.4.1',
  syft: 'v1.42.3',
  grype: 'v0.110.0',
} as const;

/** Images by digest, each found for its tag in at least two public repositories that do not depend on each other. */
export const IMAGES = {
  node: 'node:22-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c',
  docker: 'docker:27-cli@sha256:851f91d241214e7c6db86513b270d58776379aacc5eb9c4a87e5b47115e3065c',
  dind: 'docker:27-dind@sha256:aa3df78ecf320f5fafdce71c659f1629e96e9de0968305fe1de670e0ca9176ce',
  terraform: 'hashicorp/terraform:1.15.8@sha256:7ae513256f7ce67879e218ae8593d6fbe216ec9e123abe6c94e4e10704857963',
  cosign: 'gcr.io/projectsigstore/cosign:v2.4.1@sha256:b03690aa52bfe94054187142fba24dc54137650682810633901767d8a3e15b31',
  syft: 'anchore/syft:v1.42.3@sha256:5999d209a342e55e9edf70bf8930fb5b86d8f2a783fa401178372c50e21b1d36',
  grype: 'anchore/grype:v0.110.0@sha256:af65fbc0c664691067788fe95ff88760b435543e45595eb2ca6f102fc476fbe1',
} as const;
