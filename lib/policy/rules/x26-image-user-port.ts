import type { ImageFacts } from '../image-facts';
import type { PlatformBreach, PlatformRule } from '../rule';

export const x26ImageUserPort: PlatformRule = {
  id: 'X26',
  severity: 'warning',
  subject: 'service whose Dockerfile is at hand',
  over: 'platform',
  why: 'Files belong to the user of the image and a process listens where it was built to, so another number in the manifest is a crash or a refused connection.',
  mend: 'make user and ports of the service those of USER and EXPOSE in its Dockerfile',
  check: ({ spec: { services } }, images) =>
    [...images].flatMap(([name, facts]) => {
      const service = services[name];
      return service ? [...user(name, service.user, facts), ...ports(name, service.ports, facts)] : [];
    }),
};

function user(service: string, declared: number, { file, user: built }: ImageFacts): PlatformBreach[] {
  if (built === undefined || built === declared) return [];
  const message = `runs as user ${declared}, and its image is made for user ${built} (${file})`;
  return [{ subject: service, path: ['services', service, 'user'], message, fix: `set user: ${built}, or USER ${declared} in ${file}` }];
}

function ports(
  service: string,
  declared: Readonly<Record<string, { readonly port: number }>>,
  { file, ports: exposed }: ImageFacts,
): PlatformBreach[] {
  if (exposed.length === 0) return [];
  return Object.entries(declared).flatMap(([name, { port }]) => {
    if (exposed.includes(port)) return [];
    const message = `is asked on port ${port}, and its image exposes ${exposed.join(', ')} (${file})`;
    return [
      {
        subject: service,
        path: ['services', service, 'ports', name, 'port'],
        message,
        fix: `correct the port, or EXPOSE ${port} in ${file}`,
      },
    ];
  });
}
