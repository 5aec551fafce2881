import { LARGEST_MATRIX } from '../limits';

/**
 * The services whose folder has changed since the commit that was delivered last: a run that failed or was replaced by a
 * newer one has delivered nothing, so what it would have built is built now. Without such a commit everything counts.
 */
export const CHANGED_SERVICES = `base="$(gh run list --repo "$REPOSITORY" --workflow delivery.yml --branch "$BRANCH" --status success --limit 1 --json headSha --jq '.[].headSha')"
if [ "$BUILD_ALL" != true ] && [ -n "$base" ] && git cat-file -e "$base^{commit}" 2> /dev/null; then
  git diff --name-only "$base" "$COMMIT" > changed-files
  services="$(jq -c --rawfile files changed-files '
    ($files | split("\\n") | map(select(. != ""))) as $changed
    | map(select(.context as $folder | any($changed[]; $folder == "." or startswith($folder + "/"))))' <<< "$SERVICES")"
else
  services="$(jq -c . <<< "$SERVICES")"
fi
if [ "$(jq length <<< "$services")" -gt ${LARGEST_MATRIX} ]; then
  echo "more than ${LARGEST_MATRIX} services have changed, which is more than one matrix holds: deliver the change in parts" >&2
  exit 1
fi
echo "$services"
echo "services=$services" >> "$GITHUB_OUTPUT"`;

/** The token of the registry goes from one process to the other; it stands on no command line. */
export const registryLogin = (region: string, host: string) =>
  `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${host}`;

/** Builds on systems without an action for it; the layers of the last build are kept in a folder that the system caches. */
export const BUILD_IMAGE = `cache="\${IMAGE_CACHE:-.image-cache}/$SERVICE"
docker buildx build "$CONTEXT" \\
  --platform "$PLATFORM" \\
  --tag "$IMAGE:$TAG" \\
  --push \\
  --provenance mode=max \\
  --cache-from "type=local,src=$cache" \\
  --cache-to "type=local,dest=$cache-new,mode=max" \\
  --metadata-file image.json
rm -rf "$cache" && mv "$cache-new" "$cache"
DIGEST="$(jq -re '."containerimage.digest"' image.json)"
export DIGEST`;

export const SBOM = 'syft scan "registry:$IMAGE@$DIGEST" --output spdx-json=sbom.spdx.json';

/** A finding that nobody can mend does not stop a delivery; one with a fix does, from high upwards. */
export const SCAN = 'grype sbom:sbom.spdx.json --only-fixed --fail-on high';

/** Copies keep the digest. The tag keeps them from the rule that expires images without one. */
export const COPY = `for target in $TARGETS; do
  docker buildx imagetools create --prefer-index=false --tag "$target/$SERVICE:$TAG" "$IMAGE@$DIGEST"
done`;

/**
 * Signs and attests in each registry, by digest, after every gate: a signature says that the image has passed them. Keyless,
 * unless SIGNING_KEY names a key of AWS KMS, for systems whose tokens Fulcio does not trust. Signature and attestations stand
 * under tags of their own (SIGNATURE_TAGS), which a second attestation replaces.
 */
export const SIGN = `signer=(--yes)
if [ -n "\${SIGNING_KEY:-}" ]; then signer+=(--key "$SIGNING_KEY"); fi
docker buildx imagetools inspect "$IMAGE@$DIGEST" --format '{{ json .Provenance.SLSA }}' > provenance.json
jq -e '.buildType' provenance.json > /dev/null
for registry in $REGISTRIES; do
  image="$registry/$SERVICE@$DIGEST"
  cosign sign "\${signer[@]}" "$image"
  cosign attest "\${signer[@]}" --type spdxjson --predicate sbom.spdx.json "$image"
  cosign attest "\${signer[@]}" --type slsaprovenance --predicate provenance.json "$image"
done`;

/** A digest leaves the stage only here, after the signature. */
export const RECORD = `[[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]
mkdir -p digests
jq -n --arg service "$SERVICE" --arg digest "$DIGEST" '{($service): $digest}' > "digests/$SERVICE.json"`;

/** Digests of what was built in this run, as one object. */
export const COLLECT_OUTPUTS = `digests="$(jq -c 'with_entries(select(.value != ""))' <<< "$BUILT")"
jq -e 'all(.[]; test("^sha256:[0-9a-f]{64}$"))' <<< "$digests" > /dev/null
echo "digests=$digests" >> "$GITHUB_OUTPUT"`;

/** The same from files, where stages hand each other files. */
export const COLLECT_FILES = `mkdir -p digests
shopt -s nullglob
DIGESTS="$(cat digests/*.json < /dev/null | jq -cs 'add // {}')"
export DIGESTS`;
