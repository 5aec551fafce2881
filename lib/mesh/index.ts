export { AmbientNamespace, type AmbientNamespaceProps, type CalledHost } from './ambient';
export { EastWestGateway, type EastWestGatewayProps } from './east-west-gateway';
export { MadeGateway, type MadeGatewayProps } from './gateway-api';
export { MeshDefaults, type MeshDefaultsProps } from './mesh-defaults';
export { MeshTrust, type MeshTrustProps } from './mesh-trust';
export { NamespaceMesh, type NamespaceMeshProps } from './namespace-mesh';
export { PublicGateway, type PublicGatewayProps } from './public-gateway';
export { ServiceMesh, type ServiceMeshProps } from './service-mesh';
export { ServiceRoutes, type ServiceRoutesProps } from './service-routes';
