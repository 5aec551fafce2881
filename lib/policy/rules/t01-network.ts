import type { TerraformRule } from '../rule';
import { at, blocks, demanded, on } from '../terraform/stack';

export const t01Network: TerraformRule = {
  id: 'T01',
  severity: 'error',
  subject: 'aws_vpc, aws_subnet, aws_default_security_group',
  over: 'terraform',
  why: 'A VPC without flow logs tells nothing after an intrusion, and its default security group lets everything in it talk to everything.',
  mend: 'add an aws_flow_log of all traffic and an empty aws_default_security_group, and assign no public addresses',
  check: (index) => [
    ...index.ofType('aws_vpc').flatMap((vpc) => {
      const closed = index.pointingTo(vpc, 'aws_default_security_group', 'vpc_id');
      return [
        ...demanded(vpc, [
          [index.pointingTo(vpc, 'aws_flow_log', 'vpc_id').length > 0, '', 'has no flow log', 'add an aws_flow_log with traffic_type ALL'],
          [closed.length > 0, '', 'leaves its default security group as AWS makes it', 'add an aws_default_security_group without rules'],
        ]),
        ...closed
          .filter(({ values }) => blocks(values.ingress).length + blocks(values.egress).length > 0)
          .map((group) => at(group, 'ingress', 'has rules, and everything that names no group has it', { fix: 'take its rules away' })),
      ];
    }),
    ...index
      .ofType('aws_flow_log')
      .filter(({ values }) => values.traffic_type !== undefined && values.traffic_type !== 'ALL')
      .map((log) => at(log, 'traffic_type', `writes down ${String(log.values.traffic_type)} only`, { fix: 'set traffic_type: ALL' })),
    ...index
      .ofType('aws_subnet')
      .filter(({ values }) => on(values.map_public_ip_on_launch))
      .map((subnet) => at(subnet, 'map_public_ip_on_launch', 'gives whatever starts in it a public address', { fix: 'set it to false' })),
  ],
};
