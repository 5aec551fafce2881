/** Ports below are for root; a rootless Docker cannot open them (ip_unprivileged_port_start). */
const FIRST_FREE = 1024;
/** What such a port becomes, as in 80 to 8080. */
const RAISED = 8000;
const LAST = 65_535;

/** A port of a container that the developer's machine should show. */
export interface Wanted {
  readonly container: string;
  readonly port: number;
}

/** A port of the machine for each, the same one where it is free; the first by order keeps it. */
export function hostPorts(wanted: readonly Wanted[]): ReadonlyMap<Wanted, number> {
  const preferred = wanted.map((each) => [each, each.port < FIRST_FREE ? each.port + RAISED : each.port] as const);
  const taken = new Set<number>();
  const asked = new Set(preferred.map(([, port]) => port));
  const given = new Map<Wanted, number>();
  for (const [each, port] of preferred) {
    const free = taken.has(port) ? nextFree(port, (other) => taken.has(other) || asked.has(other)) : port;
    taken.add(free);
    given.set(each, free);
  }
  return given;
}

function nextFree(after: number, isTaken: (port: number) => boolean): number {
  const span = LAST - FIRST_FREE + 1;
  for (let step = 1; step < span; step += 1) {
    const port = FIRST_FREE + ((after - FIRST_FREE + step) % span);
    if (!isTaken(port)) return port;
  }
  throw new Error('more ports than a machine has');
}
