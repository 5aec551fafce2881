import { list, text, texts } from '../manifests';
import type { TerraformRule } from '../rule';
import { at, block, blocks, demanded, given, type TerraformIndex } from '../terraform/stack';

const LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];
/** Versions that EKS supports, standard or extended (EKS User Guide, Kubernetes versions, November 2026 at the latest). */
const OLDEST = 30;

export const t03Eks: TerraformRule = {
  id: 'T03',
  severity: 'error',
  subject: 'aws_eks_cluster, aws_eks_node_group, aws_launch_template',
  over: 'terraform',
  why: 'Whoever reaches the API server from everywhere needs one leaked key, and without its logs nobody sees what was done with it.',
  mend: 'keep the endpoint private, write every control-plane log, encrypt secrets with KMS, and let nobody into nodes by SSH',
  check: (index) => [...clusters(index), ...nodes(index)],
};

const clusters = (index: TerraformIndex) =>
  index.ofType('aws_eks_cluster').flatMap((cluster) => {
    const { values } = cluster;
    const network = block(values.vpc_config);
    const missing = LOGS.filter((log) => !texts(values.enabled_cluster_log_types).includes(log));
    const everybody =
      network.endpoint_public_access !== false &&
      (list(network.public_access_cidrs).length === 0 || texts(network.public_access_cidrs).includes('0.0.0.0/0'));
    const [, minor] = /^1\.(\d+)$/.exec(text(values.version) ?? '') ?? [];
    const encrypted = blocks(values.encryption_config).some(({ resources }) => texts(resources).includes('secrets'));
    return demanded(cluster, [
      [missing.length === 0, 'enabled_cluster_log_types', `does not write the logs ${missing.join(', ')}`, `add ${missing.join(', ')}`],
      [
        network.endpoint_private_access === true,
        'vpc_config.endpoint_private_access',
        'has no private endpoint',
        'set endpoint_private_access: true',
      ],
      [
        !everybody,
        'vpc_config.endpoint_public_access',
        'shows its API server to the whole internet',
        'set endpoint_public_access: false, or name public_access_cidrs',
      ],
      [encrypted, 'encryption_config', 'keeps Secrets without a key of its own', 'add encryption_config for secrets with a KMS key'],
      [
        minor === undefined || Number(minor) >= OLDEST,
        'version',
        `runs Kubernetes ${String(values.version)}, which EKS no longer supports`,
        `run 1.${OLDEST} or later`,
      ],
    ]);
  });

const nodes = (index: TerraformIndex) => [
  ...index
    .ofType('aws_eks_node_group')
    .filter(({ values }) => blocks(values.remote_access).some((access) => given(access.ec2_ssh_key)))
    .map((group) => at(group, 'remote_access', 'lets people into nodes by SSH', { fix: 'take remote_access away; use Session Manager' })),
  ...index.ofType('aws_launch_template').flatMap((template) =>
    demanded(template, [
      [!given(template.values.key_name), 'key_name', 'puts an SSH key on nodes', 'take key_name away; use Session Manager'],
      [
        block(template.values.metadata_options).http_tokens === 'required',
        'metadata_options.http_tokens',
        'answers for instance credentials without a token, so that a request forged in a pod gets them',
        'set http_tokens: required',
      ],
    ]),
  ),
];
