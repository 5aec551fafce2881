export { MadeGateway, type MadeGatewayProps } from './made-gateway';
export { ApiGateway, type ApiGatewayProps } from './public-gateway';
export { ApiRoutes, type ApiRoutesProps } from './service-routes';
