import { destructionTarget, stacksToDeploy } from '../../../lib/cli/deploy';
import { stackPlan } from '../../../lib/model';
import { fixturePlatform } from '../../support/platforms';

const platform = fixturePlatform('data.yaml');
const names = (plans: readonly { name: string }[]) => plans.map(({ name }) => name);

describe('stacks to deploy', () => {
  test('are all of them where nothing is said', () => {
    expect(stacksToDeploy(platform, {})).toEqual(stackPlan(platform));
  });

  test('of an environment come with what its account has once, and with nothing of another account', () => {
    const selected = stacksToDeploy(platform, { environment: 'staging' });
    expect(selected.map(({ account }) => account).every((account) => account === '222222222222')).toBe(true);
    expect(names(selected)).toEqual(
      expect.arrayContaining(['account-222222222222-eu-west-1-state', 'account-222222222222-global-identity', 'staging-global-traffic']),
    );
    expect(names(selected)).toHaveLength(13);
  });

  test('of a region are those whose state lives there, the global ones included', () => {
    const selected = stacksToDeploy(platform, { environment: 'production', region: 'eu-central-1' });
    expect(selected.every(({ region }) => region === 'eu-central-1')).toBe(true);
    expect(names(selected)).toEqual(expect.arrayContaining(['production-eu-central-1-data', 'production-global-traffic']));
  });

  test('that are named come in the order of deployment', () => {
    const stack = ['production-eu-west-1-network', 'production-eu-west-1-security'];
    expect(names(stacksToDeploy(platform, { stack }))).toEqual([...stack].reverse());
  });

  test.each([
    [{ environment: 'prodction' }, '--environment: no environment is called prodction; did you mean production?'],
    [{ environment: 'staging', region: 'eu-central-1' }, '--region: staging does not run in eu-central-1; it runs in eu-west-1'],
    [{ region: 'eu-west-2' }, '--region: no region is called eu-west-2; did you mean eu-west-1?'],
    [{ stack: ['staging-global-trafic'] }, '--stack: no stack is called staging-global-trafic; did you mean staging-global-traffic?'],
  ])('that do not exist are refused: %j', (options, message) => {
    expect(() => stacksToDeploy(platform, options)).toThrow(message);
  });
});

describe('what is to be destroyed', () => {
  test('are the stacks of an environment; what its account has once stays', () => {
    const { plans, name } = destructionTarget(platform, { environment: 'staging' });
    expect(name).toBe('staging');
    expect(plans).toEqual(stackPlan(platform).filter(({ environment }) => environment === 'staging'));
  });

  test('must be named together with what reads it', () => {
    expect(() => destructionTarget(platform, { stack: ['staging-eu-west-1-network'] })).toThrow(
      /staging-eu-west-1-cluster reads staging-eu-west-1-network\n.*staging-eu-west-1-data reads/,
    );
    expect(() => destructionTarget(platform, { stack: ['account-222222222222-eu-west-1-state'] })).toThrow(
      'staging-eu-west-1-security reads',
    );
    const alone = ['staging-eu-west-1-observability'];
    expect(names(destructionTarget(platform, { stack: alone }).plans)).toEqual(alone);
  });

  test('is the account where no environment is meant', () => {
    expect(destructionTarget(platform, { stack: ['account-222222222222-eu-west-1-security'] }).name).toBe('222222222222');
  });

  test.each([
    [{}, 'say what to destroy'],
    [{ region: 'eu-west-1' }, 'say what to destroy'],
    [{ environment: 'production' }, 'environments.production.protect: false'],
    [{ environment: 'production', region: 'eu-west-1' }, 'production is protected'],
    [{ stack: ['account-111111111111-eu-west-1-security'] }, 'production is protected, and so is what its account has once'],
    [
      { stack: ['staging-global-traffic', 'production-global-traffic'] },
      'one environment at a time: these stacks belong to production and staging',
    ],
  ])('is refused: %j', (options, message) => {
    expect(() => destructionTarget(platform, options)).toThrow(message);
  });
});
