import { type Breach, inObject, isMap, isSet, items, type KubernetesObject, map, number, text } from '../manifests';

const PATH = 'spec.strategy.canary';
const FULL = 100;

/** The steps of a canary send it more and more traffic; behind the last one everything is promoted. */
export function steps(rollout: KubernetesObject): Breach[] {
  const canary = map(map(rollout.spec.strategy).canary);
  const all = items(canary.steps);
  return [
    ...weights(rollout, all),
    ...all.flatMap(({ item, index }) =>
      ['setHeaderRoute', 'setMirrorRoute'].flatMap((field) =>
        isMap(item[field]) ? managed(rollout, canary, text(map(item[field]).name), `${PATH}.steps[${index}].${field}`) : [],
      ),
    ),
  ];
}

function weights(rollout: KubernetesObject, all: ReturnType<typeof items>): Breach[] {
  let before = 0;
  return all.flatMap(({ item, index }) => {
    if (!isSet(item.setWeight)) return [];
    const path = `${PATH}.steps[${index}].setWeight`;
    const weight = number(item.setWeight);
    if (weight === undefined || weight < 0 || weight > FULL) {
      return [inObject(rollout, path, `sets a weight of ${String(item.setWeight)}`, { fix: `set a number from 0 to ${FULL}` })];
    }
    const fix = 'let each setWeight be larger than the one before; a roll-back is what an analysis that fails does';
    const breach = weight < before ? [inObject(rollout, path, `goes from ${before} % of the traffic back to ${weight} %`, { fix })] : [];
    before = weight;
    return breach;
  });
}

function managed(rollout: KubernetesObject, canary: Readonly<Record<string, unknown>>, name: string | undefined, path: string): Breach[] {
  const routing = canary.trafficRouting;
  if (!isMap(routing)) {
    return [
      inObject(rollout, path, 'routes requests, and there is no trafficRouting that could', {
        fix: 'add trafficRouting with a mesh or gateway',
      }),
    ];
  }
  if (items(routing.managedRoutes).some(({ item }) => item.name === name)) return [];
  return [
    inObject(rollout, path, `uses the route ${name}, which trafficRouting does not manage`, {
      fix: `add ${name} to trafficRouting.managedRoutes`,
    }),
  ];
}
