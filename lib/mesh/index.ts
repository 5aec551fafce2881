export { NamespaceMesh, type NamespaceMeshProps } from './namespace-mesh';
export { ServiceMesh, type ServiceMeshProps } from './service-mesh';
export { ServiceRoutes, type ServiceRoutesProps } from './service-routes';
