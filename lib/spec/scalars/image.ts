import { refuse, scalar } from './scalar';

/** A container image reference in its parts. */
export interface ImageReference {
  /** Registry and repository, without tag. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest?: string;
}

const DIGEST = '^sha256:[0-9a-f]{64}$';
const REFERENCE = /^([a-z0-9][a-zA-Z0-9.:-]*(?:\/[a-z0-9][a-z0-9._-]*)*?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** An image with a fixed tag or a digest; `latest`, or nothing, would deploy something else each day. */
export function image(description: string) {
  const expected = 'an image with a fixed tag or digest, such as registry.example.com/shop/cart:1.4.2';
  return scalar(
    { type: 'string', description, examples: ['registry.example.com/shop/cart:1.4.2'] },
    (value): ImageReference | ReturnType<typeof refuse> => {
      if (typeof value !== 'string') return refuse(expected);
      const match = REFERENCE.exec(value);
      if (!match) return refuse(expected);
      const [, repository = '', tag, digest] = match;
      if (tag === 'latest' && !digest) return refuse(expected, 'name the version that was tested instead of latest');
      if (!tag && !digest) return refuse(expected, `name the version that was tested: ${value}:1.0.0`);
      return { repository, tag, digest };
    },
  );
}

/** A content digest: `sha256:` and 64 hex digits. */
export function digest(description: string) {
  const expected = 'a digest: sha256: and 64 hex digits';
  return scalar({ type: 'string', pattern: DIGEST, description }, (value) =>
    typeof value === 'string' && new RegExp(DIGEST).test(value) ? value : refuse(expected),
  );
}
