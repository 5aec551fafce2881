import { LONGEST_DIFF_BYTES } from '../limits';

export const TEST = 'npm test';

/** Renders both sides and compares them. The base may not render at all, as before the first platform file: then all is new. */
export const RENDERED_DIFF = `mkdir -p rendered
CDKTF_OUTDIR="$PWD/rendered/head/terraform" npx holdfast synth --output rendered/head/manifests
git worktree add --detach rendered/source "$BASE_COMMIT"
if ! (cd rendered/source && npm ci && CDKTF_OUTDIR=../base/terraform npx holdfast synth --output ../base/manifests); then
  echo "the base branch does not render: everything counts as new" >&2
  rm -rf rendered/base
fi
mkdir -p rendered/base
(cd rendered && diff --recursive --unified --new-file base head > rendered.diff) || [ "$?" -eq 1 ]`;

export const CHECK_SARIF = 'npx holdfast check --sarif > holdfast.sarif';

/** Finds its own comment by the first line, so that a pull request holds one, whatever was pushed since. */
export const COMMENT_DIFF = `marker='<!-- holdfast: rendered output -->'
{
  echo "$marker"
  if [ -s rendered.diff ]; then
    echo "What this change does to the rendered output ($(grep -c '^diff ' rendered.diff) files):"
    echo
    echo '~~~~~~diff'
    head -c ${LONGEST_DIFF_BYTES} rendered.diff
    echo
    echo '~~~~~~'
    if [ "$(wc -c < rendered.diff)" -gt ${LONGEST_DIFF_BYTES} ]; then echo 'The rest is in the artifact of the run.'; fi
  else
    echo 'This change does not touch the rendered output.'
  fi
} > comment.md
comments="repos/$REPOSITORY/issues/$PULL_REQUEST/comments"
own=".[] | select(.user.type == \\"Bot\\" and (.body | startswith(\\"$marker\\"))) | .id"
id="$(gh api --paginate "$comments" --jq "$own" | sed -n 1p)"
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$id" --field body=@comment.md
else
  gh api --silent --method POST "$comments" --field body=@comment.md
fi`;
