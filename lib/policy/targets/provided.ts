import { ANNOTATIONS } from '../../model';
import type { KubernetesObject } from '../manifests';

/** Whether an object says that what it selects is made by an operator or an add-on, so that no manifest shows it. */
export const selectsProvided = ({ annotations }: KubernetesObject): boolean => Boolean(annotations[ANNOTATIONS.providedBy]);
