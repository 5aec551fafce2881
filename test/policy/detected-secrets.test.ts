import { checkManifests, type ManifestSet, withDetectedSecrets } from '../../lib/policy';
import { shop } from './support';

// Put together here, so that no scanner takes this file for a leak.
const SENDGRID = ['SG.', 'a'.repeat(22), '.', 'b'.repeat(43)].join('');
const configMap = (content: Record<string, unknown>) =>
  shop({ add: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cart', namespace: 'shop' }, ...content }] });

const placesOf = (set: ManifestSet) =>
  checkManifests(set)
    .filter(({ rule }) => rule === 'K13')
    .map(({ location }) => location.path);

test.each([
  ['the environment', shop({ container: { env: [{ name: 'MAIL', value: SENDGRID }] } }), 'spec.template.spec.containers[0].env[0].value'],
  ['an argument', shop({ container: { args: ['--mail', SENDGRID] } }), 'spec.template.spec.containers[0].args[1]'],
  ['a ConfigMap', configMap({ data: { 'app.yaml': `mail:\n  account: ${SENDGRID}\n` } }), 'data["app.yaml"]'],
  ['binary data', configMap({ binaryData: { app: Buffer.from(SENDGRID).toString('base64') } }), 'binaryData.app'],
  ['an annotation', shop({ deployment: { metadata: { annotations: { note: SENDGRID } } } }), 'metadata.annotations.note'],
  ['any other field', shop({ add: [{ apiVersion: 'example.com/v1', kind: 'Mail', spec: { account: SENDGRID } }] }), 'spec.account'],
])('a credential in %s that only the slow search knows is found with it', async (_, set, place) => {
  expect(placesOf(set)).toEqual([]);
  const found = checkManifests(await withDetectedSecrets(set));
  expect(found.map(({ rule, location }) => [rule, location.path])).toEqual([['K13', place]]);
  expect(JSON.stringify(found)).not.toContain(SENDGRID);
});

test('the slow search finds nothing in the compliant shop', async () => {
  expect((await withDetectedSecrets(shop())).secrets?.size).toBe(0);
});

test('the slow search passes over what is no object', async () => {
  const objects = [null, 3, 'x', [], {}].map((object) => ({ object }));
  expect((await withDetectedSecrets({ objects })).secrets?.size).toBe(0);
});
