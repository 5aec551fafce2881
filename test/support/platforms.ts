import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Platform, resolvePlatform } from '../../lib/model';
import { loadSpec, parseSpec } from '../../lib/spec';

/** The root of the project. */
export const ROOT = path.resolve(__dirname, '../..');

/** The reference platform, read as synth reads it. */
export const referencePlatform = (): Platform => resolvePlatform(loadSpec(path.join(ROOT, 'platform.yaml')).spec);

/** A platform of test/fixtures. */
export const fixturePlatform = (name: string): Platform => resolvePlatform(loadSpec(path.join(ROOT, 'test/fixtures', name)).spec);

/** The text of a platform in test/fixtures, for tests that change a line of it. */
export const fixtureText = (name: string) => readFileSync(path.join(ROOT, 'test/fixtures', name), 'utf8');

/** The reference platform's text, for tests that change a line of it. */
export const referenceText = () => readFileSync(path.join(ROOT, 'platform.yaml'), 'utf8');

/** The same without anybody who is told, for tests that declare their own. */
export const untoldReferenceText = () => referenceText().replace(/^receivers:\n[\s\S]*?(?=\n#)/m, '');

/** A platform from services only; everything else is the least that is allowed. */
export function platformOf(services: string, more = ''): Platform {
  const text = `platform: shop
domain: shop.example.com
repository: https://github.com/example/shop
regions: { primary: { name: eu-west-1, cidr: 10.0.0.0/16 }, recovery: { name: eu-central-1, cidr: 10.1.0.0/16 } }
environments: { production: { account: "111111111111", regions: [primary, recovery] } }
${more}
services:
${services}`;
  return resolvePlatform(parseSpec(text, 'test.yaml').spec);
}
