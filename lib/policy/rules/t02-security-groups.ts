import { list, number, text } from '../manifests';
import type { TerraformRule } from '../rule';
import { addressOf, at, blocks, type TerraformIndex, type TerraformResource } from '../terraform/stack';

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);
/** What a public listener takes. */
const PUBLIC_PORTS = new Set([80, 443]);

export const t02SecurityGroups: TerraformRule = {
  id: 'T02',
  severity: 'error',
  subject: 'aws_security_group and its rules',
  over: 'terraform',
  why: 'A port that is open to the internet is found within minutes, and one that may send anywhere is how data leaves.',
  mend: 'name the addresses or groups at the other end; only the public load balancer takes 80 and 443 from everywhere',
  check: (index) => {
    const open = publicGroups(index);
    return rulesOf(index).flatMap(({ resource, path, ingress, blocks: cidrs, from, to, protocol, group }) => {
      const wide = cidrs.some((cidr) => EVERYWHERE.has(cidr));
      if (!wide) return [];
      const all = protocol === '-1' || protocol === 'all' || from === undefined || to === undefined;
      if (!ingress) {
        return all
          ? [at(resource, path, 'lets everything out to everywhere', { fix: 'name the ports and addresses that are called' })]
          : [];
      }
      const listener = !all && from === to && from !== undefined && PUBLIC_PORTS.has(from) && open.has(group);
      if (listener) return [];
      const ports = all ? 'every port' : from === to ? `port ${from}` : `ports ${from} to ${to}`;
      return [at(resource, path, `opens ${ports} to the internet`, { fix: 'name the addresses or the group that may come in' })];
    });
  },
};

interface GroupRule {
  readonly resource: TerraformResource;
  readonly path: string;
  readonly ingress: boolean;
  readonly blocks: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly protocol: string;
  /** Address of the group. */
  readonly group: string;
}

const texts = (value: unknown) => (typeof value === 'string' ? [value] : list(value).filter((item) => typeof item === 'string'));
const referred = (value: unknown) => /^\$\{([\w-]+\.[\w-]+)/.exec(text(value) ?? '')?.[1] ?? text(value) ?? '';

function rulesOf(index: TerraformIndex): readonly GroupRule[] {
  const inline = index.ofType('aws_security_group').flatMap((resource) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      blocks(resource.values[direction]).map((raw, i) => ({
        resource,
        path: `${direction}[${i}]`,
        ingress: direction === 'ingress',
        blocks: [...texts(raw.cidr_blocks), ...texts(raw.ipv6_cidr_blocks)],
        from: number(raw.from_port),
        to: number(raw.to_port),
        protocol: String(raw.protocol),
        group: addressOf(resource),
      })),
    ),
  );
  const single = index.ofType('aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule').map((resource) => ({
    resource,
    path: 'cidr_ipv4',
    ingress: resource.type.includes('ingress'),
    blocks: [...texts(resource.values.cidr_ipv4), ...texts(resource.values.cidr_ipv6)],
    from: number(resource.values.from_port),
    to: number(resource.values.to_port),
    protocol: String(resource.values.ip_protocol),
    group: referred(resource.values.security_group_id),
  }));
  const old = index.ofType('aws_security_group_rule').map((resource) => ({
    resource,
    path: 'cidr_blocks',
    ingress: resource.values.type === 'ingress',
    blocks: [...texts(resource.values.cidr_blocks), ...texts(resource.values.ipv6_cidr_blocks)],
    from: number(resource.values.from_port),
    to: number(resource.values.to_port),
    protocol: String(resource.values.protocol),
    group: referred(resource.values.security_group_id),
  }));
  return [...inline, ...single, ...old];
}

/** Groups of load balancers that face the internet. */
const publicGroups = (index: TerraformIndex): ReadonlySet<string> =>
  new Set(
    index
      .ofType('aws_lb', 'aws_alb')
      .filter(({ values }) => values.internal !== true)
      .flatMap(({ values }) => texts(values.security_groups).map(referred)),
  );
