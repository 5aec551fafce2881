/**
 * Nothing is published that the gates have not signed: signature, bill of materials and provenance are checked for each
 * digest, in the registry that the cluster pulls from.
 */
export const VERIFY_IMAGES = `jq -e 'all(.[]; test("^sha256:[0-9a-f]{64}$"))' <<< "$DIGESTS" > /dev/null
if [ -n "\${SIGNING_KEY:-}" ]; then
  signer=(--key "$SIGNING_KEY")
else
  signer=(--certificate-identity "$SIGNER" --certificate-oidc-issuer "$ISSUER")
fi
jq -r 'to_entries[] | "\\(.key)@\\(.value)"' <<< "$DIGESTS" > images
while read -r image; do
  cosign verify "\${signer[@]}" "$REGISTRY/$image" > /dev/null
  cosign verify-attestation "\${signer[@]}" --type spdxjson "$REGISTRY/$image" > /dev/null
  cosign verify-attestation "\${signer[@]}" --type slsaprovenance "$REGISTRY/$image" > /dev/null
done < images
jq . <<< "$DIGESTS" > digests.json`;

/** Git asks for the token when it needs it; it is written neither to a command line nor to a file. */
export const GIT_CREDENTIALS = `git config --global credential.helper '!f() { echo username=x-access-token; echo "password=$ENVIRONMENTS_TOKEN"; }; f'`;

/** Publishes one region, and what syncs it. Services that are not named keep the digest that the branch runs. */
export const publish = (branch: string, region: string, digests: boolean) =>
  `npx holdfast publish --branch ${branch} --region ${region}${digests ? ' --digests digests.json' : ''}
npx holdfast publish --gitops`;
