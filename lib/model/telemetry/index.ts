export { type Destination, destinationOf } from './destination';
export { COLLECTORS, containerLogGroup, NODE_LOGS_NAMESPACE, READS_NODE_LOGS } from './names';
export { type SpanRate, spanRate } from './span-rate';
export { agentPeer, otlpVariables, sendsTraces } from './variables';
