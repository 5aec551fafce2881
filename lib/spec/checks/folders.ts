import { quote } from '../issue';
import { type Check, services } from './check';

/** Folders of a cluster that are not those of a service. */
const TAKEN = ['platform', 'monitoring', 'mesh', 'recovery'];

/** Every service has a rendered folder of its own. */
export const foldersAreFree: Check = (data) =>
  services(data)
    .filter(([name]) => TAKEN.includes(name))
    .map(([name]) => ({
      path: ['services', name],
      atKey: true,
      found: `the service ${quote(name)}`,
      expected: `another name: ${TAKEN.join(', ')} are the folders of what a cluster needs once`,
      fix: `call it ${name}-service`,
    }));
