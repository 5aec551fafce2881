import { createHash } from 'node:crypto';
import { IMAGES } from '../pins';

/** An image with every tool that the jobs use, each taken from the image of its makers by digest. */
export const TOOLS_DOCKERFILE = `FROM ${IMAGES.docker} AS docker
FROM ${IMAGES.terraform} AS terraform
FROM ${IMAGES.cosign} AS cosign
FROM ${IMAGES.syft} AS syft
FROM ${IMAGES.grype} AS grype

FROM ${IMAGES.node}
RUN apt-get update \\
  && apt-get install --yes --no-install-recommends awscli bash ca-certificates git jq \\
  && rm -rf /var/lib/apt/lists/*
COPY --from=docker /usr/local/bin/docker /usr/local/bin/docker
COPY --from=docker /usr/local/libexec/docker/cli-plugins/docker-buildx /usr/local/libexec/docker/cli-plugins/docker-buildx
COPY --from=terraform /bin/terraform /usr/local/bin/terraform
COPY --from=cosign /ko-app/cosign /usr/local/bin/cosign
COPY --from=syft /syft /usr/local/bin/syft
COPY --from=grype /grype /usr/local/bin/grype
`;

export const TOOLS_FOLDER = '.gitlab/pipeline-tools';

/** The tag says what is in it: another Dockerfile is another image. */
export const TOOLS_IMAGE = `$CI_REGISTRY_IMAGE/pipeline-tools:${createHash('sha256').update(TOOLS_DOCKERFILE).digest('hex').slice(0, 16)}`;

/** Builds the image once; afterwards it is there. */
export const TOOLS_JOB = {
  stage: 'tools',
  image: IMAGES.docker,
  services: [{ name: IMAGES.dind, alias: 'docker' }],
  variables: { DOCKER_TLS_CERTDIR: '/certs' },
  timeout: '20 minutes',
  interruptible: true,
  resource_group: 'pipeline-tools',
  script: [
    'set -eu',
    'printf \'%s\' "$CI_REGISTRY_PASSWORD" | docker login --username "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"',
    `docker manifest inspect "$TOOLS_IMAGE" > /dev/null || docker build --tag "$TOOLS_IMAGE" ${TOOLS_FOLDER}`,
    'docker manifest inspect "$TOOLS_IMAGE" > /dev/null || docker push "$TOOLS_IMAGE"',
  ],
};
