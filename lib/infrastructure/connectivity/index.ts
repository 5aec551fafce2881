export { RegionLink, type RegionLinkProps } from './region-link';
