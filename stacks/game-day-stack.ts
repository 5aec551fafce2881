import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { GameDay } from '../lib/infrastructure';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** Faults that a person may inject into an environment in one region. */
export class GameDayStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, props);
    const { platform, cluster } = this;
    const network = this.read('network');
    const { zones } = cluster.network;
    // A list of a state is known by its places: as many as there are zones.
    const subnets = (output: 'private_subnet_ids' | 'data_subnet_ids') =>
      zones.map((_, i) => Fn.element(network.list(output), i) as string);
    new GameDay(this, 'game-day', {
      platform,
      cluster,
      subnetIds: { private: subnets('private_subnet_ids'), data: subnets('data_subnet_ids') },
      keyArn: this.read('security').text('logs_key_arn'),
    });
  }
}
