import { kinds, type Node, render, webService } from './support';

const migration = { command: ['/app/migrate'], timeoutSeconds: 600, retries: 1 };
const all = () =>
  render(webService({ migration, env: { LEVEL: 'info' }, external: [{ cidr: '10.0.8.0/24', ports: [5432], because: 'database' }] })).all;
const named = (kind: string, name: string): Node => {
  const found = all().find((object) => String(object.kind) === kind && String(object.metadata.name).startsWith(name));
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};

describe('a migration', () => {
  test('runs in each sync before the new version, and only one at a time', () => {
    expect(named('Job', 'cart-migration').metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
  });

  test('ends in time, and stops the release when it fails', () => {
    expect(named('Job', 'cart-migration').spec).toMatchObject({ activeDeadlineSeconds: 600, backoffLimit: 1 });
    expect(named('Job', 'cart-migration').spec.template.spec.restartPolicy).toBe('Never');
  });

  test('has the image of the service, its own command, and no hook that would hold its end', () => {
    const [container] = named('Job', 'cart-migration').spec.template.spec.containers;
    expect(container).toMatchObject({ image: 'registry.example.com/shop/cart:1.2.3', command: ['/app/migrate'] });
    expect(container).not.toHaveProperty('lifecycle');
    expect(container).not.toHaveProperty('ports');
  });

  test('gets no traffic: neither Service nor budget selects its pods', () => {
    const { labels } = named('Job', 'cart-migration').spec.template.metadata as Node & { labels: Record<string, string> };
    const selector = named('Service', 'cart').spec.selector as unknown as Record<string, string>;
    expect(Object.entries(selector).every(([label, value]) => labels[label] === value)).toBe(false);
  });

  test('reaches what the service reaches, and nobody reaches it', () => {
    const { spec } = named('NetworkPolicy', 'cart-migration');
    expect(spec.ingress ?? []).toEqual([]);
    expect(JSON.stringify(spec.egress)).toContain('10.0.8.0/24');
  });

  test('is not there unless declared', () => {
    expect(kinds(webService())).not.toContain('Job');
  });
});
