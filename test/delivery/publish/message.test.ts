import { changesOf, type FileChange, messageOf, subjectOf } from '../../../lib/delivery/publish/changes';
import { deployment } from './support';

const change = (service: string, from: string | undefined, to: string | undefined, region = 'eu-west-1'): FileChange => ({
  file: `${region}/${service}/deployment.yaml`,
  before: from && deployment(service, from),
  after: to && deployment(service, to),
});

const subject = (...files: FileChange[]) => subjectOf('production', changesOf(files), false);

describe('the subject', () => {
  test.each<[string, FileChange[], string]>([
    ['names one new version', [change('cart', '1.0.0', '1.0.1')], 'production: cart 1.0.0 -> 1.0.1, 1 service, 1 object'],
    [
      'names it once for all regions',
      [change('cart', '1.0.0', '1.0.1'), change('cart', '1.0.0', '1.0.1', 'eu-central-1')],
      'production: cart 1.0.0 -> 1.0.1, 1 service, 2 objects',
    ],
    [
      'names some of many',
      ['cart', 'checkout', 'mail', 'recommendations'].map((service) => change(service, '1.0.0', '1.0.1')),
      'production: cart 1.0.0 -> 1.0.1 and 3 more images, 4 services, 4 objects',
    ],
    [
      'counts what is added and removed',
      [change('cart', undefined, '1.0.0'), change('mail', '1.0.0', undefined)],
      'production: 2 services, 2 objects',
    ],
    [
      'tells what a cluster needs once from services',
      [{ file: 'eu-west-1/platform/namespace.yaml', before: 'kind: Namespace', after: 'kind: Namespace\nmetadata: { name: shop }' }],
      'production: platform, 1 object',
    ],
    ['says when no object changes', [{ file: '.holdfast-files', after: 'x' }], 'production: list of files, no objects'],
    [
      'tells digests apart under one tag',
      [change('cart', `1.0.0@sha256:${'a'.repeat(64)}`, `1.0.0@sha256:${'b'.repeat(64)}`)],
      'production: cart 1.0.0 (aaaaaaa -> bbbbbbb), 1 service, 1 object',
    ],
  ])('%s', (_, files, expected) => {
    expect(subject(...files)).toBe(expected);
  });

  test('fits into 72 characters, whatever the names are', () => {
    const long = change('a-service-with-a-name-that-somebody-thought-about-for-long', '1.0.0-rc.1+20260101', '1.0.0-rc.2+20260102');
    expect(subject(long).length).toBeLessThanOrEqual(72);
  });
});

describe('the message', () => {
  const message = (files: readonly FileChange[]) => messageOf('subject', changesOf(files), [['Holdfast-Environment', 'production']]);

  test('lists services, images and objects, and ends with what programs read', () => {
    expect(message([change('cart', '1.0.0', '1.0.1'), change('mail', undefined, '1.0.0'), change('web', '2.0.0', undefined)])).toBe(`subject

Services:
  cart
  mail
  web

Images:
  cart: 1.0.0 -> 1.0.1
  mail: 1.0.0, new
  web: 2.0.0, removed

Objects:
  changed cart: Deployment/cart (eu-west-1)
  added   mail: Deployment/mail (eu-west-1)
  removed web: Deployment/web (eu-west-1)

Holdfast-Environment: production
`);
  });

  test('stays short for a release of very many objects', () => {
    const text = message(Array.from({ length: 10_000 }, (_, index) => change(`s${index}`, undefined, '1')));
    expect(text.split('\n').length).toBeLessThan(110);
    expect(text).toContain('  and 9970 more');
  });

  test('takes no trailer from a name that somebody wrote into the branch', () => {
    const forged = 'kind: ConfigMap\nmetadata:\n  name: "x\\n\\nHoldfast-Environment: staging"\n';
    const text = message([{ file: 'eu-west-1/cart/configmap.yaml', before: forged, after: undefined }]);
    expect(text.match(/^Holdfast-Environment/gm)).toHaveLength(1);
  });

  test('names a file that is no YAML by its path', () => {
    expect(message([{ file: 'eu-west-1/cart/odd.yaml', before: '{{ not yaml', after: undefined }])).toContain('removed cart: odd.yaml');
  });
});
