import type { Platform } from '../../lib/model';
import { resolvePlatform } from '../../lib/model';
import { parseSpec } from '../../lib/spec';
import { renderStacks } from '../../stacks/synthesize';
import { referencePlatform, referenceText } from '../support/platforms';

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const platformFrom = (text: string): Platform => resolvePlatform(parseSpec(text, 'platform.yaml').spec);

/** Every resource of every stack by its address, such as `production-us-east-1-registry aws_ecr_repository.registry_frontend_repository`. */
function resourcesOf(platform: Platform): ReadonlyMap<string, string> {
  const files = [...renderStacks(platform)].filter(([file]) => file.endsWith('cdk.tf.json'));
  return new Map(
    files.flatMap(([file, text]) => {
      const { resource = {} } = JSON.parse(text) as { resource?: Resources };
      return Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named).map(([name, body]) => [`${file.split('/')[1]} ${type}.${name}`, JSON.stringify(body)] as const),
      );
    }),
  );
}

/** Addresses that only one of two has, and those whose resource says something else. */
function difference(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  return {
    gone: [...before.keys()].filter((address) => !after.has(address)),
    made: [...after.keys()].filter((address) => !before.has(address)),
    changed: [...before].flatMap(([address, body]) => (after.has(address) && after.get(address) !== body ? [address] : [])),
  };
}

/** The services of the file in reverse, and so are databases, environments and everything else that has names. */
function reordered(text: string): string {
  const [head = '', services = ''] = text.split(/^services:\n/m);
  const each = services.split(/^(?= {2}[a-z])/m).filter((part) => part.trim() !== '');
  const parts = each.map((part) => (part.endsWith('\n\n') ? part : `${part.trimEnd()}\n\n`));
  return `${head}services:\n${parts.reverse().join('')}`;
}

describe('what Terraform would do', () => {
  const before = resourcesOf(referencePlatform());

  test('when a service is renamed, is about what bears its name and nothing else', () => {
    const renamed = referenceText().replaceAll('emailservice', 'mailer').replace('context: src/mailer', 'context: src/emailservice');
    const { gone, made, changed } = difference(before, resourcesOf(platformFrom(renamed)));
    expect(gone).not.toEqual([]);
    for (const address of gone) expect(address).toContain('emailservice');
    expect(made.sort()).toEqual(gone.map((address) => address.replace('emailservice', 'mailer')).sort());
    expect(changed).toEqual([]);
  });

  test('when platform.yaml is put into another order, is nothing', () => {
    const text = reordered(referenceText());
    expect(text).not.toBe(referenceText());
    expect(Object.keys(platformFrom(text).spec.services)[0]).toBe('loadgenerator');
    expect(difference(before, resourcesOf(platformFrom(text)))).toEqual({ gone: [], made: [], changed: [] });
  });

  test('when environments change places, is nothing', () => {
    const text = referenceText().replace(/^( {2}staging:\n(?: {4}.*\n)+)( {2}production:\n(?: {4}.*\n)+)/m, '$2$1');
    expect(text).not.toBe(referenceText());
    expect(difference(before, resourcesOf(platformFrom(text)))).toEqual({ gone: [], made: [], changed: [] });
  });

  test('when a service is added, makes what bears its name and recreates nothing', () => {
    const text = referenceText().replace(
      /^services:\n/m,
      'services:\n  aardvark: { tier: 3, image: "r.example.com/a:1", resources: { requests: { cpu: 10m, memory: 16Mi } } }\n',
    );
    const { gone, made, changed } = difference(before, resourcesOf(platformFrom(text)));
    expect(gone).toEqual([]);
    for (const address of made) expect(address).toContain('aardvark');
    // More pods may need more nodes; the group grows in place.
    expect(changed.filter((address) => !address.includes('aws_eks_node_group'))).toEqual([]);
  });
});
