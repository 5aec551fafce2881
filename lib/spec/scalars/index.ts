export { type Cidr, cidr, cidrAt, overlaps, parseCidr, size } from './cidr';
export { cron } from './cron';
export { type Duration, duration, formatSeconds, parseDuration, seconds } from './duration';
export { digest, type ImageReference, image } from './image';
export { DNS_LABEL, domain, name, tierReference, version } from './names';
export { percent, type Share, share } from './percent';
export { type ByteQuantity, byteSize, bytes, type CpuQuantity, cpu, millicores } from './quantity';
