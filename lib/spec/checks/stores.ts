import { quote } from '../issue';
import { type Check, type Finding, maps, record } from './check';

/** What runs in pods: a PostgreSQL of ours, a Redis of the team; and its name is that of a folder and of a Service, as services have them. */
export const storesFit: Check = (data) => {
  const platform = record(data);
  const services = Object.keys(record(platform.services));
  return maps(platform.databases)
    .filter(([, { placement }]) => placement === 'inCluster')
    .flatMap(([name, { engine }]): Finding[] => [
      ...(engine === 'mongodb'
        ? [
            {
              path: ['databases', name, 'placement'],
              found: 'inCluster of a MongoDB',
              expected: 'managed: MongoDB runs as DocumentDB',
              fix: 'remove placement, or write the database as one of the team that is reached by egress',
            },
          ]
        : []),
      ...(engine === 'postgres' && services.includes(name)
        ? [
            {
              path: ['databases', name],
              atKey: true,
              found: `the database ${quote(name)} beside a service of that name`,
              expected: 'names that differ: both are Services of one namespace',
              fix: `call it ${name}-db`,
            },
          ]
        : []),
    ]);
};
