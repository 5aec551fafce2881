import { overlaps, parseCidr } from '../../spec';
import { text } from '../manifests';
import { referredTo, regionOf, tagOf } from './resolved';
import { at, type TerraformBreach, type TerraformIndex, type TerraformResource } from './stack';

/** A lost zone must leave another one. */
const LEAST_ZONES = 2;

/** VPCs that are, or will be, joined share no address; and each spreads over zones. */
export const networksOf = (index: TerraformIndex): readonly TerraformBreach[] => {
  const networks = index.ofType('aws_vpc');
  return [
    ...networks.flatMap((vpc, i) => networks.slice(i + 1).flatMap((other) => (isJoined(index, vpc, other) ? shared(vpc, other) : []))),
    ...networks.flatMap((vpc) => zonesOf(vpc, index)),
  ];
};

/** By a peering of the same stack, or because they are the regions of one environment. */
function isJoined(index: TerraformIndex, one: TerraformResource, other: TerraformResource): boolean {
  const environment = tagOf(one, 'environment');
  if (environment !== undefined && environment === tagOf(other, 'environment') && regionOf(one) !== regionOf(other)) return true;
  return index.ofType('aws_vpc_peering_connection').some(({ stack, values }) => {
    const ends = [values.vpc_id, values.peer_vpc_id].map((end) => referredTo(index, stack, end));
    return ends.includes(one) && ends.includes(other);
  });
}

function shared(one: TerraformResource, other: TerraformResource): TerraformBreach[] {
  const [a, b] = [one, other].map(({ values }) => blockOf(values.cidr_block));
  if (!a || !b || !overlaps(a, b)) return [];
  return [
    at(other, 'cidr_block', `the blocks of ${placeOf(one)} (${a.text}) and ${placeOf(other)} (${b.text}) overlap, and both are joined`, {
      fix: `give ${placeOf(other)} a block that shares no address with ${a.text}`,
    }),
  ];
}

const placeOf = (vpc: TerraformResource) => [vpc.stack.name, vpc.name].join('/');

/** Undefined for what is known to a plan only, and for what is no block: Terraform says that itself. */
function blockOf(value: unknown) {
  const written = text(value);
  if (written === undefined || written.includes('${')) return undefined;
  return parseCidr(written);
}

function zonesOf(vpc: TerraformResource, index: TerraformIndex): TerraformBreach[] {
  const zones = index
    .pointingTo(vpc, 'aws_subnet', 'vpc_id')
    .map(({ values }) => text(values.availability_zone) ?? text(values.availability_zone_id));
  // A loop, or a zone that AWS chooses, is known to a plan only.
  if (zones.length === 0 || zones.some((zone) => zone === undefined || zone.includes('${'))) return [];
  const count = new Set(zones).size;
  if (count >= LEAST_ZONES) return [];
  return [at(vpc, 'cidr_block', `has subnets in one zone only, ${String(zones[0])}`, { fix: 'spread its subnets over three zones' })];
}
