import path from 'node:path';
import { stackPlan } from '../../lib/model';
import { referencePlatform } from '../support/platforms';
import { filesBelow, inTemporaryFolder, node } from '../support/run';

// The command lines that users type, not only the apps that they run.
describe("the tools' own command lines", () => {
  test('cdk8s synth writes the folders of the design', () => {
    inTemporaryFolder((folder) => {
      const { status } = node(['node_modules/cdk8s-cli/bin/cdk8s', 'synth', '--output', path.join(folder, 'dist')], {
        CDK8S_CHECK_UPGRADE: 'false',
      });
      expect(status).toBe(0);
      expect(filesBelow(path.join(folder, 'dist'))).toEqual(
        expect.arrayContaining([
          'production/us-east-1/frontend/deployment.yaml',
          'production/us-west-2/platform/namespace.yaml',
          'staging/us-east-1/cartservice/service.yaml',
        ]),
      );
    });
  });

  test('cdktf synth writes every stack of the plan', () => {
    inTemporaryFolder((folder) => {
      const { status } = node(['node_modules/cdktf-cli/bundle/bin/cdktf', 'synth', '--output', path.join(folder, 'cdktf.out')]);
      expect(status).toBe(0);
      const stacks = filesBelow(path.join(folder, 'cdktf.out')).filter((file) => file.endsWith('cdk.tf.json'));
      const planned = stackPlan(referencePlatform()).map(({ name }) => `stacks/${name}/cdk.tf.json`);
      expect(stacks).toEqual(planned.sort());
    });
  });
});
