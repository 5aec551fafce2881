export { AlertmanagerRouting, type AlertmanagerRoutingProps } from './alertmanager-config';
export { alertmanagerConfig } from './config';
export { AlertmanagerPolicy, type AlertmanagerPolicyProps } from './policy';
export { AlertmanagerSecret, type AlertmanagerSecretProps, CONFIG_SECRET } from './secret';
export { AlertmanagerServer, type AlertmanagerServerProps } from './server';
