import { uncoveredState } from '../backups/coverage';
import type { LayeredRule } from '../rule';

export const x05StateCovered: LayeredRule = {
  id: 'X05',
  severity: 'error',
  subject: 'StatefulSet, PersistentVolumeClaim and Schedule',
  over: 'layers',
  why: 'A volume that no backup covers is found out about when it is gone.',
  mend: 'include the namespace in a Schedule that copies volumes, and exclude none that has any',
  manifests: uncoveredState,
};
