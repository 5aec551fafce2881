import { CloudwatchEventConnection } from '@cdktf/provider-aws/lib/cloudwatch-event-connection';
import { Construct } from 'constructs';

export interface OutsideConnectionProps {
  readonly name: string;
}

/**
 * What a state machine asks hosts of the internet through. A connection has to send something that lets it in (EventBridge API reference,
 * CreateConnection); public hosts ignore the header, which says who asks.
 */
export class OutsideConnection extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name }: OutsideConnectionProps) {
    super(scope, id);
    this.arn = new CloudwatchEventConnection(this, 'connection', {
      name,
      description: 'Requests of the failover to public hosts.',
      authorizationType: 'API_KEY',
      authParameters: { apiKey: { key: 'x-asked-by', value: name } },
    }).arn;
  }
}
