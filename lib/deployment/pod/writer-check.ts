import type { k8s } from 'cdk8s-plus-27';
import type { Workload } from '../../model';
import { busybox } from './busybox';

/** Time between two questions, in seconds. */
const PAUSE = 5;

/**
 * Keeps a pod from starting while another region writes. Init containers run again when a node comes back, so that pods of a region that
 * was left wait from their first moment on. Only DNS is asked, which a pod that cannot reach it could not do its work without.
 */
export const writerCheck = ({ writerCheck: check }: Pick<Workload, 'writerCheck'>): readonly k8s.Container[] =>
  check
    ? [
        busybox('wait-for-writer', [
          'sh',
          '-c',
          `until nslookup -type=txt ${check.host} | grep -qF '${check.text}'; do echo '${check.host} does not say ${check.text}' >&2; sleep ${PAUSE}; done`,
        ]),
      ]
    : [];
