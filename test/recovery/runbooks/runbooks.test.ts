import { spawnSync } from 'node:child_process';
import { anchorOf, FAILOVER_STOPS, type Platform, RECOVERY_RUNBOOKS, resolvePlatform, stopHeading } from '../../../lib/model';
import { recoveryRunbooks } from '../../../lib/recovery';
import { parseSpec } from '../../../lib/spec';
import { fixturePlatform, platformOf, referencePlatform, referenceText } from '../../support/platforms';
import { blocksOf, machinesOf, PLATFORMS } from './support';

/** How code hosts make the anchor of any heading. */
const anchors = (text: string) =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Every text of a definition: of states, at any depth. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe.each(PLATFORMS)('the runbooks of %s', (_, platform) => {
  const files = recoveryRunbooks(platform);

  test('lead from every page and every stop of a machine to a heading that is there', () => {
    const addresses = machinesOf(platform).flatMap(({ definition }) =>
      textsOf(definition).flatMap((text) => text.match(/https:\/\/\S+\/runbooks\/[a-z-]+\.md(#[a-z0-9-]+)?/g) ?? []),
    );
    expect(addresses.length > 0).toBe(files.has(RECOVERY_RUNBOOKS.failover));
    for (const address of addresses) {
      const [, file = '', anchor] = /\/runbooks\/([^#]+)(?:#(.+))?$/.exec(address) ?? [];
      expect({ address, there: files.has(file) }).toEqual({ address, there: true });
      if (anchor !== undefined) expect(anchors(files.get(file) ?? '')).toContain(anchor);
    }
  });

  test('are named in every page of every machine', () => {
    for (const { name, definition } of machinesOf(platform)) {
      const pages = Object.entries(definition.States).filter(([, { Resource }]) => String(Resource).includes(':sns:publish'));
      if (name === 'failover' || name === 'failback') expect(pages.length).toBeGreaterThan(3);
      for (const [state, page] of pages) expect([state, textsOf(page).some((text) => text.includes('/runbooks/'))]).toEqual([state, true]);
    }
  });

  test('link only to what is there', () => {
    for (const [file, text] of files)
      for (const [, to = '', anchor] of text.matchAll(/\]\(([a-z-]+\.md)?(?:#([a-z0-9-]+))?\)/g)) {
        const target = files.get(to === '' ? file : to);
        expect([file, to, target !== undefined]).toEqual([file, to, true]);
        if (anchor !== undefined) expect(anchors(target ?? '')).toContain(anchor);
      }
  });

  test('name no heading twice, so that an address leads to one place', () => {
    for (const [file, text] of files) expect([file, anchors(text)]).toEqual([file, [...new Set(anchors(text))]]);
  });

  test('leave nothing in that a program forgot', () => {
    for (const [file, text] of files) expect([file, /undefined|NaN|\[object|\$\{/.exec(text)?.[0]]).toEqual([file, undefined]);
  });

  test('are the same text each time', () => {
    expect([...recoveryRunbooks(platform)]).toEqual([...files]);
  });

  test('have commands that shellcheck and bash take', () => {
    const blocks = blocksOf(platform);
    expect(blocks.length).toBeGreaterThan(5);
    // One file of functions: shellcheck starts once. Variables come from blocks before, and are written in capitals.
    const script = `#!/bin/bash\n${blocks.map(({ script: block }, i) => `block_${i}() {\n${block}}`).join('\n')}\n`;
    const { status, stdout } = spawnSync('shellcheck', ['--shell=bash', '--exclude=SC2317', '-'], { input: script, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('');
  });
});

const sectionOf = (text: string, heading: string) => text.split(/^(?=#{1,4} )/m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

describe('by hand', () => {
  test('the lock is asked for, taken and given back by the very words of the machine', () => {
    const platform = referencePlatform();
    const words = machinesOf(platform).flatMap(({ definition }) => textsOf(definition));
    const text = [...recoveryRunbooks(platform).values()].join('\n');
    const typed = [...text.matchAll(/--(?:update|condition)-expression '([^']+)'/g)].map(([, expression = '']) => expression);
    expect(typed.length).toBeGreaterThan(12);
    for (const expression of typed) expect(words).toContain(expression);
  });

  test('a read replica is promoted after the name of the writer has changed, and a global one never waits for it', () => {
    const text = sectionOf(
      recoveryRunbooks(fixturePlatform('data.yaml')).get(RECOVERY_RUNBOOKS.failover) ?? '',
      '#### production: promote',
    );
    const [ask, promote] = ['dig +short TXT writer.', 'rds promote-read-replica'].map((command) => text.indexOf(command));
    expect(ask).toBeGreaterThan(0);
    expect(promote).toBeGreaterThan(ask ?? 0);
    expect(text).toContain('docdb failover-global-cluster --region eu-central-1');
    expect(text).toContain('elasticache failover-global-replication-group --region eu-central-1');
  });

  test('a failback stops writing before the lock changes hands, and follows last', () => {
    const text = recoveryRunbooks(fixturePlatform('data.yaml')).get(RECOVERY_RUNBOOKS.failback) ?? '';
    const order = [
      "'SET wanted = :primary'",
      'Item.released',
      'caught-up',
      "'SET writer = :primary",
      'switchover-global-cluster',
      'REMOVE fenced',
    ].map((words) => text.indexOf(words));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    // Nothing of a planned return allows a loss.
    expect(text).not.toContain('--allow-data-loss');
  });

  test('a replica is made anew in the region that was left, and afterwards in the other one', () => {
    const text = recoveryRunbooks(fixturePlatform('data.yaml')).get(RECOVERY_RUNBOOKS.failback) ?? '';
    const source = (region: string) =>
      `--source-region ${region} --source-db-instance-identifier arn:aws:rds:${region}:111111111111:db:shop-production-orders`;
    expect(sectionOf(text, '### production stopped at rejoin')).toContain(source('eu-central-1'));
    expect(sectionOf(text, '### production stopped at hand back')).toContain(source('eu-west-1'));
  });

  test('every machine of the way back is started where it is', () => {
    const text = recoveryRunbooks(fixturePlatform('data.yaml')).get(RECOVERY_RUNBOOKS.failback) ?? '';
    for (const [region, machine] of [
      ['eu-west-1', 'rejoin'],
      ['eu-west-1', 'failback'],
      ['eu-central-1', 'handback'],
    ])
      expect(text).toMatch(
        new RegExp(
          `start-execution --region ${region} [^-]*--state-machine-arn arn:aws:states:${region}:111111111111:stateMachine:shop-production-${region}-${machine}`,
        ),
      );
  });
});

describe('what is there', () => {
  const names = (platform: Platform) => [...recoveryRunbooks(platform).keys()].sort();

  test('no failover and no failback where there is one region', () => {
    expect(names(fixturePlatform('small.yaml'))).toEqual(['post-mortem.md', 'restore-cluster.md', 'restore-terraform-state.md']);
  });

  test('a restore for each kind of database that there is', () => {
    expect(names(fixturePlatform('data.yaml'))).toEqual(Object.values(RECOVERY_RUNBOOKS).sort());
  });

  test('the anchor of a stop is the one that code hosts make of its heading', () => {
    for (const stop of FAILOVER_STOPS)
      expect(anchors(`# ${stopHeading('production', stop)}`)).toEqual([anchorOf(stopHeading('production', stop))]);
  });

  test('a person who is asked finds how to answer, and nobody is told so where nobody is asked', () => {
    const asked = (text: string) =>
      sectionOf(recoveryRunbooks(fromText(text)).get(RECOVERY_RUNBOOKS.failover) ?? '', '### production stopped at approve');
    expect(asked(referenceText())).not.toContain('send-task-success');
    expect(asked(`${referenceText()}\ntiers: { "1": { rto: 30m, rpo: 5m, approval: manual }, "3": { rto: 4h, rpo: 24h } }\n`)).toContain(
      'stepfunctions send-task-success --region us-west-2',
    );
  });
});

describe('the post-mortem', () => {
  test('holds what was promised, whom to ask, and what the proof allows', () => {
    const text = recoveryRunbooks(fixturePlatform('data.yaml')).get(RECOVERY_RUNBOOKS.postMortem) ?? '';
    expect(text).toMatch(/\| 1 \| 15m \| 5m \| admin, api, ledger-api \|/);
    expect(text).toContain('`shop:shop`');
    expect(text).toMatch(/\| production \| 1 \| detect .*, verify /);
  });

  test('asks for times in UTC, achieved RTO and RPO, detection, what went well, and actions with owners', () => {
    const text = recoveryRunbooks(referencePlatform()).get(RECOVERY_RUNBOOKS.postMortem) ?? '';
    for (const asked of ['UTC', 'achieved RTO', 'achieved RPO', '## Detection', '## What went well', 'owner', 'not for who made it'])
      expect(text).toContain(asked);
  });

  test('names the teams of the services, and who is told', () => {
    const text = recoveryRunbooks(fixturePlatform('progressive.yaml')).get(RECOVERY_RUNBOOKS.postMortem) ?? '';
    expect(text).toMatch(/\| payments \| `shop:payments` \| pager \|/);
    const untold = platformOf(
      '  a: { tier: 2, image: "r.example.com/a:1", team: night, resources: { requests: { cpu: 100m, memory: 64Mi } } }',
    );
    expect(recoveryRunbooks(untold).get(RECOVERY_RUNBOOKS.postMortem)).toMatch(/\| night \| `shop:night` \| nobody \| a \|/);
  });
});

const fromText = (text: string): Platform => resolvePlatform(parseSpec(text, 'platform.yaml').spec);
