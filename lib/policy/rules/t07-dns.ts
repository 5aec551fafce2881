import { groupBy, text, texts } from '../manifests';
import type { TerraformRule } from '../rule';
import { at, blocks, demanded, given, type TerraformIndex, type TerraformResource } from '../terraform/stack';

export const t07Dns: TerraformRule = {
  id: 'T07',
  severity: 'error',
  subject: 'aws_route53_zone, aws_route53_record',
  over: 'terraform',
  why: 'A failover record without its pair or without a health check never fails over, and nobody notices until the day; a name that outlives its target leads to whoever takes the target next.',
  mend: 'give each failover record its pair of one name and type, the primary a health check, and the zone a query log; refer to targets',
  check: (index) => [
    ...index
      .ofType('aws_route53_zone')
      // The zone of a VPC has no public queries.
      .filter(({ values }) => blocks(values.vpc).length === 0)
      .flatMap((zone) =>
        demanded(zone, [
          [
            index.pointingTo(zone, 'aws_route53_query_log', 'zone_id').length > 0,
            '',
            'does not say what is asked',
            'add an aws_route53_query_log',
          ],
        ]),
      ),
    ...failovers(index),
    ...dangling(index),
  ],
};

const roleOf = ({ values }: TerraformResource) => text(blocks(values.failover_routing_policy)[0]?.type);

function failovers(index: TerraformIndex) {
  const records = index.ofType('aws_route53_record').filter(({ values }) => blocks(values.failover_routing_policy).length > 0);
  const sets = groupBy(records, ({ values }) => `${String(values.zone_id)} ${String(values.name)} ${String(values.type)}`);
  return records.flatMap((record) => {
    const pair = sets.get(`${String(record.values.zone_id)} ${String(record.values.name)} ${String(record.values.type)}`) ?? [];
    const role = roleOf(record);
    const other = role === 'PRIMARY' ? 'SECONDARY' : 'PRIMARY';
    return demanded(record, [
      [
        pair.some((one) => roleOf(one) === other),
        'failover_routing_policy',
        `has no ${other} of its name and type`,
        `add the record with failover ${other}`,
      ],
      [
        role !== 'PRIMARY' || given(record.values.health_check_id) || on(record),
        'health_check_id',
        'is primary, and nothing says when it is down',
        'name a health check',
      ],
    ]);
  });
}

/** Names that AWS gives out again once what had them is gone. */
const LENT = /\.(amazonaws\.com|cloudfront\.net|awsglobalaccelerator\.com|elasticbeanstalk\.com|awsapprunner\.com)\.?$/;

/** Targets that are written as text: Terraform lets them go without their names. */
function dangling(index: TerraformIndex) {
  const records = index.ofType('aws_route53_record');
  const named = new Set(records.map(({ values }) => plain(values.name)));
  const zones = index.ofType('aws_route53_zone').flatMap(({ values }) => plain(values.name) ?? []);
  return records.flatMap((record) => {
    const { alias, type, records: answers } = record.values;
    const targets = [
      ...blocks(alias).map(({ name }, i) => ({ path: `alias[${i}].name`, target: plain(name) })),
      ...(type === 'CNAME' ? texts(answers).map((answer, i) => ({ path: `records[${i}]`, target: plain(answer) })) : []),
    ];
    return targets.flatMap(({ path, target }) => {
      if (target === undefined || named.has(target)) return [];
      if (LENT.test(target)) {
        return [
          at(record, path, `leads to ${target}, which AWS gives to somebody else once it is gone`, {
            fix: 'refer to the resource that has the name',
          }),
        ];
      }
      const isOurs = zones.some((zone) => target === zone || target.endsWith(`.${zone}`));
      return isOurs
        ? [at(record, path, `leads to ${target}, for which there is no record`, { fix: 'add the record, or remove this one' })]
        : [];
    });
  });
}

/** A name as resolvers compare it; undefined for one that only a plan knows. */
function plain(name: unknown): string | undefined {
  const written = text(name)?.toLowerCase().replace(/\.$/, '');
  return written === undefined || written === '' || written.includes('${') ? undefined : written;
}

/** An alias may judge its target by itself. */
const on = ({ values }: TerraformResource) => blocks(values.alias).some(({ evaluate_target_health }) => evaluate_target_health === true);
