import { deployment, shop } from '../support';
import type { CaseTable } from './case';

type Json = Record<string, unknown>;
const argo = { apiVersion: 'argoproj.io/v1alpha1' };
const istio = { apiVersion: 'networking.istio.io/v1' };
const metadata = (name: string) => ({ name, namespace: 'shop' });

const ROUTED = {
  trafficRouting: {
    istio: {
      virtualService: { name: 'cart', routes: ['primary'] },
      destinationRule: { name: 'cart', canarySubsetName: 'canary', stableSubsetName: 'stable' },
    },
  },
};
const destination = (to: Json) => ({ destination: { host: 'cart', ...to } });
const virtualService = (route: readonly unknown[] = [destination({ subset: 'stable' }), destination({ subset: 'canary' })]) => ({
  ...istio,
  kind: 'VirtualService',
  metadata: metadata('cart'),
  spec: { hosts: ['cart'], http: [{ name: 'primary', route }, { name: 'other' }] },
});
const destinationRule = (...subsets: readonly string[]) => ({
  ...istio,
  kind: 'DestinationRule',
  metadata: metadata('cart'),
  spec: { host: 'cart', subsets: subsets.map((name) => ({ name })) },
});
/** Weights that the plugin of Argo Rollouts moves between two Services. */
const PLUGIN = {
  canaryService: 'cart-canary',
  stableService: 'cart',
  trafficRouting: { plugins: { 'argoproj-labs/gatewayAPI': { namespace: 'shop', httpRoutes: [{ name: 'cart' }] } } },
};
const httpRoute = (...services: readonly string[]) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: metadata('cart'),
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    rules: [{ backendRefs: services.map((name) => ({ name, port: 80 })) }],
  },
});
const previewService = () => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata('cart-canary'),
  spec: { selector: { 'app.kubernetes.io/name': 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
});
const METRIC = {
  name: 'success-rate',
  failureCondition: 'result[0] < 0.99',
  failureLimit: 3,
  provider: { prometheus: { query: 'sum(version:requests:rate2m{version="{{args.version}}"}) / on(job) sum(up{job="cart"})' } },
};
const template = (metric: Json = {}, spec: Json = {}, kind = 'AnalysisTemplate') => ({
  ...argo,
  kind,
  metadata: kind === 'AnalysisTemplate' ? metadata('objectives') : { name: 'objectives' },
  spec: { args: [{ name: 'version' }, { name: 'limit', value: '1' }], metrics: [{ ...METRIC, ...metric }], ...spec },
});
const recorded = (record: string) => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: metadata('cart'),
  spec: { groups: [{ name: 'cart', rules: [{ record, expr: 'sum(rate(requests_total[2m]))' }] }] },
});
const ANALYSIS = { templates: [{ templateName: 'objectives' }], args: [{ name: 'version', value: 'v2' }] };
const RULE = recorded('version:requests:rate2m');

/** The shop with its Deployment as a Rollout. */
const rollout = (strategy: Json, ...add: readonly unknown[]) => {
  const { spec, ...head } = deployment();
  return shop({
    without: ['Deployment'],
    autoscaler: { spec: { scaleTargetRef: { apiVersion: argo.apiVersion, kind: 'Rollout' } } },
    add: [{ ...head, ...argo, kind: 'Rollout', spec: { ...(spec as Json), strategy } }, ...add],
  });
};
const canary = (changes: Json, ...add: readonly unknown[]) => rollout({ canary: { maxUnavailable: 0, ...changes } }, ...add);
const blueGreen = (changes: Json, ...add: readonly unknown[]) => rollout({ blueGreen: { activeService: 'cart', ...changes } }, ...add);
const weights = (...values: readonly unknown[]) => canary({ steps: values.map((setWeight) => ({ setWeight })) });

/** The rule over progressive roll-outs. */
export const rolloutCases: CaseTable = {
  X17: {
    breaks: {
      'an active Service that does not exist': blueGreen({ activeService: 'basket' }),
      'a preview Service that does not exist': blueGreen({ previewService: 'cart-preview' }),
      'a canary Service that does not exist': canary({ canaryService: 'cart-canary', stableService: 'cart' }),
      'a template that does not exist': canary({ analysis: ANALYSIS }, RULE),
      'a template in a step that does not exist': canary({ steps: [{ analysis: ANALYSIS }] }),
      'a template of an experiment that does not exist': canary({
        steps: [{ experiment: { analyses: [{ templateName: 'objectives' }] } }],
      }),
      'a template before promotion that does not exist': blueGreen({ prePromotionAnalysis: ANALYSIS }),
      'a template that the cluster does not have': canary(
        { analysis: { ...ANALYSIS, templates: [{ templateName: 'objectives', clusterScope: true }] } },
        template(),
        RULE,
      ),
      'an argument that is not given': canary({ analysis: { templates: ANALYSIS.templates } }, template(), RULE),
      'an argument of an inner template that is not given': canary(
        { analysis: ANALYSIS },
        template({}, { templates: [{ templateName: 'inner' }] }),
        { ...template({}, { args: [{ name: 'threshold' }] }), metadata: metadata('inner') },
        RULE,
      ),
      'a metric without condition': canary({}, template({ failureCondition: undefined }), RULE),
      'a metric that may fail for ever': canary({}, template({ failureLimit: -1 }), RULE),
      'a query of a series that is not recorded': canary({}, template(), recorded('version:requests:rate5m')),
      'a query where nothing is recorded': canary({}, template()),
      'a VirtualService that does not exist': canary(ROUTED, destinationRule('stable', 'canary')),
      'a route that does not exist': canary(
        { trafficRouting: { istio: { ...ROUTED.trafficRouting.istio, virtualService: { name: 'cart', routes: ['secondary'] } } } },
        virtualService(),
        destinationRule('stable', 'canary'),
      ),
      'routes that are not named': canary(
        { trafficRouting: { istio: { ...ROUTED.trafficRouting.istio, virtualService: { name: 'cart' } } } },
        virtualService(),
        destinationRule('stable', 'canary'),
      ),
      'a DestinationRule that does not exist': canary(ROUTED, virtualService()),
      'a subset that does not exist': canary(ROUTED, virtualService(), destinationRule('stable')),
      'a route to one subset': canary(ROUTED, virtualService([destination({ subset: 'stable' })]), destinationRule('stable', 'canary')),
      'a route to one Service': canary(
        {
          canaryService: 'cart-canary',
          stableService: 'cart',
          trafficRouting: { istio: { virtualService: { name: 'cart', routes: ['primary'] } } },
        },
        virtualService([destination({})]),
      ),
      'an HTTPRoute that does not exist': canary(PLUGIN, previewService()),
      'an HTTPRoute to one version': canary(PLUGIN, previewService(), httpRoute('cart')),
      'versions in different rules of an HTTPRoute': canary(PLUGIN, previewService(), {
        ...httpRoute('cart'),
        spec: { rules: ['cart', 'cart-canary'].map((name) => ({ backendRefs: [{ name, port: 80 }] })) },
      }),
      'a weight that goes down': weights(10, 50, 20),
      'a weight above the whole': weights(10, 110),
      'a weight that is none': weights('half'),
      'a header route without traffic routing': canary({ steps: [{ setHeaderRoute: { name: 'preview' } }] }),
      'a header route that is not managed': canary({
        steps: [{ setHeaderRoute: { name: 'preview' } }],
        trafficRouting: { managedRoutes: [] },
      }),
      'an autoscaler of a Deployment of the same name': shop({ add: [{ ...argo, kind: 'Rollout', metadata: metadata('cart'), spec: {} }] }),
      'an autoscaler of the Deployment behind a Rollout': shop({
        add: [
          {
            ...argo,
            kind: 'Rollout',
            metadata: metadata('carts'),
            spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' } },
          },
        ],
      }),
    },
    keeps: {
      'a blue-green roll-out': blueGreen({ postPromotionAnalysis: ANALYSIS }, template(), RULE),
      'a canary through subsets': canary(
        {
          ...ROUTED,
          trafficRouting: { ...ROUTED.trafficRouting, managedRoutes: [{ name: 'preview' }] },
          steps: [{ setHeaderRoute: { name: 'preview' } }, { setWeight: 5 }, { pause: {} }, { setWeight: 50 }, { setWeight: 100 }],
        },
        virtualService(),
        destinationRule('stable', 'canary'),
      ),
      'a canary through Services': canary(
        {
          canaryService: 'cart',
          stableService: 'cart',
          trafficRouting: { istio: { virtualService: { name: 'cart.shop', routes: ['primary'] } } },
        },
        virtualService([destination({ host: 'cart.shop.svc.cluster.local' })]),
      ),
      'a canary through the Gateway API': canary(PLUGIN, previewService(), httpRoute('cart', 'cart-canary')),
      'a template of the cluster': canary(
        { analysis: { ...ANALYSIS, templates: [{ templateName: 'objectives', clusterScope: true }] } },
        template({}, {}, 'ClusterAnalysisTemplate'),
        RULE,
      ),
      'a metric that a Job decides': canary({}, template({ failureCondition: undefined, provider: { job: { spec: {} } } })),
      'a series that an exporter has': canary({}, template({ provider: { prometheus: { query: 'sum(rate(requests_total[2m]))' } } })),
      'a weight without routes': weights(20, 40),
    },
  },
};
