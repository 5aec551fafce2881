import { load } from 'js-yaml';
import { keysOf } from '../../../lib/model';
import { fixturePlatform } from '../../support/platforms';
import { plainFile, specOf } from '../prometheus/support';
import { RECEIVERS, routing } from './support';

const watched = () => fixturePlatform('watched.yaml');
const alertmanager = (where?: string) => specOf<{ replicas: number; configSecret: string }>(watched(), 'Alertmanager', undefined, where);

interface Secret {
  readonly target: { readonly name: string; readonly template: { readonly data: Readonly<Record<string, string>> } };
  readonly data: readonly { readonly secretKey: string; readonly remoteRef: { readonly key: string } }[];
}
const secret = (where?: string) => specOf<Secret>(watched(), 'ExternalSecret', undefined, where);

describe('the Alertmanager of a cluster', () => {
  test('has three replicas where customers depend on it, and two elsewhere', () => {
    expect(alertmanager().replicas).toBe(3);
    expect(alertmanager('staging/eu-west-1').replicas).toBe(2);
  });

  test('reads its keys as files of the Secret that the ExternalSecret makes', () => {
    const { target, data } = secret();
    const text = target.template.data['alertmanager.yaml'] ?? '';
    const files = [...text.matchAll(/\/etc\/alertmanager\/config\/(\S+)/g)].map(([, file]) => file);
    expect(alertmanager().configSecret).toBe(target.name);
    expect([...new Set(files)].sort()).toEqual(data.map(({ secretKey }) => secretKey).sort());
    expect(data.find(({ secretKey }) => secretKey === 'pager')?.remoteRef.key).toBe('shop/production/alerting/pager');
  });

  test('is configured by the same text as a plain one, but for the folder of the keys', () => {
    const { template } = secret().target;
    const made = template.data['alertmanager.yaml']
      ?.replaceAll('{{ "{{" }}', '{{')
      .replaceAll('/etc/alertmanager/config', '/etc/alertmanager/keys');
    expect(load(made ?? '')).toEqual(load(plainFile(watched(), 'alertmanager.yml')));
  });

  test('holds no key, whatever receivers there are', () => {
    expect(plainFile(watched(), 'alertmanager.yml')).not.toMatch(/(routing_key|credentials|password|api_key): /);
  });

  test('calls for the dead man in each region by an address of its own', () => {
    const heartbeat = (where: string) => secret(where).data.find(({ secretKey }) => secretKey === 'dead-mans-switch')?.remoteRef.key;
    expect(heartbeat('production/eu-west-1')).toBe('shop/production/alerting/heartbeat/eu-west-1');
    expect(heartbeat('production/eu-central-1')).toBe('shop/production/alerting/heartbeat/eu-central-1');
  });

  test('tells people at any hour of what is critical, and of the rest in business hours', () => {
    const [, critical, warning, info] = routing().root.routes;
    expect(critical?.routes.map(({ businessHours }) => businessHours)).toEqual([false, false]);
    expect([...(warning?.routes ?? []), ...(info?.routes ?? [])].every(({ businessHours }) => businessHours)).toBe(true);
    const anyTime = routing(RECEIVERS.replace(/ {2}businessHours.*\n/, ''));
    expect(JSON.stringify(anyTime.root)).not.toContain('"businessHours":true');
  });

  test('needs no secret where nobody is told', () => {
    expect(keysOf(routing(''))).toEqual([]);
  });
});
