import type { CaseTable, TerraformStacks } from './case';

type Json = Record<string, unknown>;

/** A reference as Terraform writes it. */
const ref = (address: string) => `\${${address}}`;

const TLS_ONLY = JSON.stringify({
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
});
const trust = (
  subject: string | undefined,
  principal: Json = { Federated: 'arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com' },
) =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRoleWithWebIdentity',
        ...(subject ? { Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': subject } } } : {}),
      },
    ],
  });
const allows = (action: string, resource: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] });

/** A state machine of one task, with another task and another top; its RTO is 15 minutes. */
const machine = (top: Json, task: Json = {}) => {
  const work = { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', TimeoutSeconds: 30, Next: 'Wait', ...task };
  const definition = {
    TimeoutSeconds: 600,
    StartAt: 'Work',
    States: {
      Work: work,
      Wait: { Type: 'Wait', Seconds: 20, Next: 'Done' },
      Again: {
        Type: 'Choice',
        Comment: 'at most 10 rounds',
        Choices: [{ Variable: '$.n', NumericEquals: 10, Next: 'Done' }],
        Default: 'Work',
      },
      Done: { Type: 'Succeed' },
    },
    ...top,
  };
  return resource('aws_sfn_state_machine/failover', {
    definition: JSON.stringify(definition),
    logging_configuration: { level: 'ALL' },
    tracing_configuration: { enabled: true },
    tags: { 'rto-seconds': '900' },
  });
};
const parallelWith = (task: Json) => ({
  Type: 'Parallel',
  Branches: [
    {
      StartAt: 'Inner',
      States: { Inner: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', TimeoutSeconds: 5, End: true, ...task } },
    },
  ],
});

/** A stack that keeps every rule. */
const KEPT: Json = {
  terraform: { backend: { s3: { bucket: 'state', key: 'a', region: 'eu-west-1', encrypt: true, use_lockfile: true } } },
  provider: {
    aws: [
      {
        region: 'eu-west-1',
        default_tags: [{ tags: { platform: 'shop', environment: 'production', 'region-role': 'primary', 'cost-centre': 'shop' } }],
      },
    ],
  },
  resource: {
    aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
    aws_flow_log: { main: { vpc_id: ref('aws_vpc.main.id'), traffic_type: 'ALL' } },
    aws_default_security_group: { main: { vpc_id: ref('aws_vpc.main.id'), ingress: [], egress: [] } },
    aws_subnet: { a: { vpc_id: ref('aws_vpc.main.id') } },
    aws_security_group: { lb: { vpc_id: ref('aws_vpc.main.id') }, db: { vpc_id: ref('aws_vpc.main.id') } },
    aws_lb: { public: { internal: false, security_groups: [ref('aws_security_group.lb.id')] } },
    aws_vpc_security_group_ingress_rule: {
      https: {
        security_group_id: ref('aws_security_group.lb.id'),
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
      db: {
        security_group_id: ref('aws_security_group.db.id'),
        cidr_ipv4: '10.0.0.0/16',
        ip_protocol: 'tcp',
        from_port: 5432,
        to_port: 5432,
      },
    },
    aws_vpc_security_group_egress_rule: {
      https: {
        security_group_id: ref('aws_security_group.lb.id'),
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
    },
    aws_eks_cluster: {
      main: {
        version: '1.34',
        enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        vpc_config: { endpoint_private_access: true, endpoint_public_access: false },
        encryption_config: { resources: ['secrets'], provider: { key_arn: ref('aws_kms_key.main.arn') } },
      },
    },
    aws_eks_node_group: { main: { cluster_name: ref('aws_eks_cluster.main.name') } },
    aws_launch_template: { main: { metadata_options: { http_tokens: 'required' } } },
    aws_kms_key: {
      main: {
        enable_key_rotation: true,
        policy: allows('kms:*', '*').replace('"Action"', '"Principal":{"AWS":"arn:aws:iam::1:root"},"Action"'),
      },
    },
    aws_db_parameter_group: { main: { family: 'postgres17', parameter: [{ name: 'rds.force_ssl', value: '1' }] } },
    aws_db_instance: {
      main: {
        storage_encrypted: true,
        kms_key_id: ref('aws_kms_key.main.arn'),
        publicly_accessible: false,
        multi_az: true,
        backup_retention_period: 7,
        deletion_protection: true,
        iam_database_authentication_enabled: true,
        manage_master_user_password: true,
        enabled_cloudwatch_logs_exports: ['postgresql'],
        parameter_group_name: ref('aws_db_parameter_group.main.name'),
      },
    },
    aws_elasticache_replication_group: {
      main: {
        at_rest_encryption_enabled: 'true',
        transit_encryption_enabled: true,
        multi_az_enabled: true,
        automatic_failover_enabled: true,
        snapshot_retention_limit: 7,
      },
    },
    aws_s3_bucket: { data: { bucket: 'shop-data' }, logs: { bucket: 'shop-logs' } },
    aws_s3_bucket_server_side_encryption_configuration: {
      data: { bucket: ref('aws_s3_bucket.data.id'), rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' } }] },
      logs: { bucket: 'shop-logs', rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'AES256' }] }] },
    },
    aws_s3_bucket_versioning: Object.fromEntries(
      ['data', 'logs'].map((name) => [name, { bucket: `\${aws_s3_bucket.${name}.id}`, versioning_configuration: { status: 'Enabled' } }]),
    ),
    aws_s3_bucket_public_access_block: Object.fromEntries(
      ['data', 'logs'].map((name) => [
        name,
        {
          bucket: `\${aws_s3_bucket.${name}.id}`,
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      ]),
    ),
    aws_s3_bucket_logging: { data: { bucket: ref('aws_s3_bucket.data.id'), target_bucket: ref('aws_s3_bucket.logs.id') } },
    aws_s3_bucket_lifecycle_configuration: Object.fromEntries(
      ['data', 'logs'].map((name) => [
        name,
        {
          bucket: `\${aws_s3_bucket.${name}.id}`,
          rule: [{ status: 'Enabled', abort_incomplete_multipart_upload: { days_after_initiation: 7 } }],
        },
      ]),
    ),
    aws_s3_bucket_policy: { data: { bucket: ref('aws_s3_bucket.data.id'), policy: TLS_ONLY } },
    aws_route53_zone: { main: { name: 'shop.example.com' } },
    aws_route53_query_log: { main: { zone_id: ref('aws_route53_zone.main.zone_id') } },
    aws_route53_record: {
      primary: {
        zone_id: 'z',
        name: 'shop',
        type: 'A',
        failover_routing_policy: { type: 'PRIMARY' },
        health_check_id: ref('aws_route53_health_check.main.id'),
      },
      recovery: { zone_id: 'z', name: 'shop', type: 'A', failover_routing_policy: [{ type: 'SECONDARY' }] },
    },
    aws_sfn_state_machine: {
      failover: {
        definition: JSON.stringify({ StartAt: 'A', TimeoutSeconds: 600, States: { A: { Type: 'Succeed' } } }),
        logging_configuration: { level: 'ALL' },
        tracing_configuration: { enabled: true },
        role_arn: ref('aws_iam_role.deploy.arn'),
      },
    },
    aws_iam_role: { deploy: { assume_role_policy: trust('repo:example/shop:environment:production') } },
    aws_iam_role_policy: { deploy: { role: ref('aws_iam_role.deploy.id'), policy: allows('s3:GetObject', 'arn:aws:s3:::shop-data/*') } },
    aws_cloudwatch_log_group: { main: { name: '/shop', retention_in_days: 30, kms_key_id: ref('aws_kms_key.main.arn') } },
    aws_backup_vault: { main: { name: 'shop', kms_key_arn: ref('aws_kms_key.main.arn') } },
    aws_backup_vault_lock_configuration: { main: { backup_vault_name: ref('aws_backup_vault.main.name') } },
    aws_secretsmanager_secret_version: { address: { secret_string: ref('jsonencode({"host": aws_db_instance.main.address})') } },
  },
};

const record = (type: string) => ({ zone_id: 'z', name: 'web.shop.example.com', type });

/** The stack that keeps every rule with one field changed: `aws_vpc.main.cidr_block`; undefined takes it away. */
function stack(path = '', value?: unknown): TerraformStacks {
  const json = structuredClone(KEPT);
  if (path) {
    const keys = path.split('/');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => (at as Json)[key], json) as Json | undefined;
    if (parent === undefined) throw new Error(`no ${path}`);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return { terraform: [{ name: 'production', file: 'cdk.tf.json', json }] };
}
const resource = (path: string, value?: unknown) => stack(`resource/${path}`, value);
/** The same, with a tag that says so, and a database that may be deleted. */
function disposable(): TerraformStacks {
  const [{ json } = { json: {} }] = resource('aws_db_instance/main/deletion_protection', false).terraform;
  const provider = (json as { provider: { aws: { default_tags: { tags: Json }[] }[] } }).provider.aws[0];
  const tags = provider?.default_tags[0]?.tags;
  if (tags) tags.disposable = 'true';
  return { terraform: [{ name: 'staging', json }] };
}

const COPY_KEY = { replica_kms_key_id: 'arn:aws:kms:eu-central-1:1:key/a' };
/** The bucket copied into another region, with one thing of it changed. */
const copied = (changes: Json): TerraformStacks =>
  resource('aws_s3_bucket_replication_configuration', {
    data: {
      bucket: ref('aws_s3_bucket.data.id'),
      rule: [
        {
          status: 'Enabled',
          source_selection_criteria: { sse_kms_encrypted_objects: { status: 'Enabled' } },
          destination: { bucket: 'arn:aws:s3:::shop-copies', encryption_configuration: COPY_KEY },
          ...changes,
        },
      ],
    },
  });

const keeps = { 'a stack that does everything': stack() };

/** Rules over Terraform. */
export const terraformCases: CaseTable = {
  T01: {
    breaks: {
      'a VPC without flow logs': resource('aws_flow_log'),
      'flow logs of what was refused only': resource('aws_flow_log/main/traffic_type', 'REJECT'),
      'a default security group as AWS makes it': resource('aws_default_security_group'),
      'a default security group with rules': resource('aws_default_security_group/main/ingress', [{ protocol: '-1', self: true }]),
      'a subnet that gives out public addresses': resource('aws_subnet/a/map_public_ip_on_launch', true),
    },
    keeps: { ...keeps, 'a stack without a VPC': { terraform: [{ name: 'a', json: { resource: {} } }] } },
  },
  T02: {
    breaks: {
      'SSH from everywhere': resource('aws_vpc_security_group_ingress_rule/ssh', {
        security_group_id: ref('aws_security_group.lb.id'),
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: 'tcp',
        from_port: 22,
        to_port: 22,
      }),
      'HTTPS from everywhere to what is no load balancer': resource('aws_vpc_security_group_ingress_rule/db/cidr_ipv4', '0.0.0.0/0'),
      'everything from everywhere over IPv6': resource('aws_vpc_security_group_ingress_rule/db', {
        security_group_id: 'x',
        cidr_ipv6: '::/0',
        ip_protocol: '-1',
      }),
      'rules in the group itself': resource('aws_security_group/db/ingress', [
        { cidr_blocks: ['0.0.0.0/0'], protocol: 'tcp', from_port: 5432, to_port: 5432 },
      ]),
      'a rule of the old kind': resource('aws_security_group_rule', {
        db: { type: 'ingress', cidr_blocks: ['0.0.0.0/0'], protocol: 'tcp', from_port: 0, to_port: 65535, security_group_id: 'x' },
      }),
      'everything out to everywhere': resource('aws_vpc_security_group_egress_rule/https', {
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: '-1',
        security_group_id: 'x',
      }),
    },
    keeps,
  },
  T03: {
    breaks: {
      'a cluster without audit logs': resource('aws_eks_cluster/main/enabled_cluster_log_types', ['api']),
      'a public endpoint': resource('aws_eks_cluster/main/vpc_config', { endpoint_private_access: true }),
      'no private endpoint': resource('aws_eks_cluster/main/vpc_config', { endpoint_public_access: false }),
      'Secrets without a key': resource('aws_eks_cluster/main/encryption_config'),
      'a version that is gone': resource('aws_eks_cluster/main/version', '1.24'),
      'SSH into nodes': resource('aws_eks_node_group/main/remote_access', { ec2_ssh_key: 'ops' }),
      'instance credentials without a token': resource('aws_launch_template/main/metadata_options'),
    },
    keeps: {
      ...keeps,
      'a public endpoint for some addresses': resource('aws_eks_cluster/main/vpc_config', {
        endpoint_private_access: true,
        endpoint_public_access: true,
        public_access_cidrs: ['192.0.2.0/24'],
      }),
    },
  },
  T04: {
    breaks: {
      'data in plain': resource('aws_db_instance/main/storage_encrypted', false),
      'a key of AWS': resource('aws_db_instance/main/kms_key_id'),
      'a public database': resource('aws_db_instance/main/publicly_accessible', true),
      'one zone': resource('aws_db_instance/main/multi_az', false),
      'no backups': resource('aws_db_instance/main/backup_retention_period', 0),
      'no protection from deletion': resource('aws_db_instance/main/deletion_protection', false),
      'passwords only': resource('aws_db_instance/main/iam_database_authentication_enabled', false),
      'logs that stay inside': resource('aws_db_instance/main/enabled_cloudwatch_logs_exports', []),
      'connections without TLS': resource('aws_db_parameter_group/main/parameter', []),
      'a cluster that may be deleted': resource('aws_rds_cluster', {
        main: {
          storage_encrypted: true,
          kms_key_id: 'k',
          backup_retention_period: 7,
          iam_database_authentication_enabled: true,
          enabled_cloudwatch_logs_exports: ['postgresql'],
        },
      }),
      'a cache without TLS': resource('aws_elasticache_replication_group/main/transit_encryption_enabled', false),
      'copies of backups without a key of where they go': resource('aws_db_instance_automated_backups_replication', {
        main: { source_db_instance_arn: ref('aws_db_instance.main.arn') },
      }),
      'a cache in one zone': resource('aws_elasticache_replication_group/main/multi_az_enabled', false),
    },
    keeps: {
      ...keeps,
      'copies of backups with a key of where they go': resource('aws_db_instance_automated_backups_replication', {
        main: { source_db_instance_arn: ref('aws_db_instance.main.arn'), kms_key_id: 'arn:aws:kms:eu-central-1:1:key/a' },
      }),
      'a database of an environment that may be deleted at any time': disposable(),
      'a replica, which has the zones of its own region': resource('aws_db_instance/main/replicate_source_db', 'arn:aws:rds:x'),
    },
  },
  T05: {
    breaks: {
      'a bucket without KMS': resource('aws_s3_bucket_server_side_encryption_configuration/data/rule', [
        { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
      ]),
      'a bucket without versions': resource('aws_s3_bucket_versioning/data'),
      'versions that are suspended': resource('aws_s3_bucket_versioning/data/versioning_configuration', { status: 'Suspended' }),
      'a bucket that may be made public': resource('aws_s3_bucket_public_access_block/data/block_public_policy', false),
      'a bucket that does not say who reads it': resource('aws_s3_bucket_logging'),
      'uploads that never end': resource('aws_s3_bucket_lifecycle_configuration/data/rule', []),
      'a policy for anybody': resource(
        'aws_s3_bucket_policy/data/policy',
        TLS_ONLY.replace('Deny', 'Allow').replace(/,"Condition".*?\}\}/, ''),
      ),
      'a public ACL': resource('aws_s3_bucket_acl', { data: { bucket: ref('aws_s3_bucket.data.id'), acl: 'public-read' } }),
      'copies of which every rule is off': copied({ status: 'Disabled' }),
      'copies within the region': copied({ destination: { bucket: ref('aws_s3_bucket.logs.arn'), encryption_configuration: COPY_KEY } }),
      'copies without what is encrypted': copied({ source_selection_criteria: undefined }),
      'copies without a key of where they go': copied({ destination: { bucket: 'arn:aws:s3:::shop-copies' } }),
    },
    keeps: { ...keeps, 'copies in another region': copied({}) },
  },
  T06: {
    breaks: {
      'a key that stays the same': resource('aws_kms_key/main/enable_key_rotation'),
      'a key for anybody': resource('aws_kms_key/main/policy', allows('kms:Decrypt', '*').replace('"Action"', '"Principal":"*","Action"')),
    },
    keeps: {
      ...keeps,
      'a key for signatures, which KMS cannot rotate': resource('aws_kms_key/main', {
        key_usage: 'SIGN_VERIFY',
        customer_master_key_spec: 'ECC_NIST_P256',
      }),
    },
  },
  T07: {
    breaks: {
      'a zone without a query log': resource('aws_route53_query_log'),
      'a primary without a recovery': resource('aws_route53_record/recovery'),
      'a pair of two types': resource('aws_route53_record/recovery/type', 'AAAA'),
      'a primary without a health check': resource('aws_route53_record/primary/health_check_id'),
      'an alias to a load balancer by its name': resource('aws_route53_record/web', {
        ...record('A'),
        alias: [{ name: 'shop-1.eu-west-1.elb.amazonaws.com', zone_id: 'e' }],
      }),
      'another name for a distribution': resource('aws_route53_record/web', { ...record('CNAME'), records: ['d1.cloudfront.net.'] }),
      'an alias to a name that the zone does not have': resource('aws_route53_record/web', {
        ...record('A'),
        alias: { name: 'gone.shop.example.com', zone_id: 'z' },
      }),
    },
    keeps: {
      ...keeps,
      'the zone of a VPC': resource('aws_route53_zone/inside', { name: 'internal', vpc: [{ vpc_id: 'v' }] }),
      'an alias to a resource': resource('aws_route53_record/web', {
        ...record('A'),
        alias: { name: ref('aws_lb.main.dns_name'), zone_id: ref('aws_lb.main.zone_id') },
      }),
      'an alias to a record of the zone': resource('aws_route53_record/web', { ...record('A'), alias: { name: 'shop', zone_id: 'z' } }),
      'a name of somebody else': resource('aws_route53_record/web', { ...record('CNAME'), records: ['shops.example.net'] }),
    },
  },
  T08: {
    breaks: {
      'a machine without a log': resource('aws_sfn_state_machine/failover/logging_configuration'),
      'a machine that is not traced': resource('aws_sfn_state_machine/failover/tracing_configuration'),
      'a machine that may do everything with databases': resource('aws_iam_role_policy/deploy/policy', allows('rds:*', '*')),
      'a machine with full access': resource('aws_iam_role_policy_attachment', {
        deploy: { role: ref('aws_iam_role.deploy.name'), policy_arn: 'arn:aws:iam::aws:policy/AmazonRDSFullAccess' },
      }),
      'a machine that waits for a year': resource('aws_sfn_state_machine/failover/definition', '{"StartAt":"A","States":{}}'),
    },
    keeps,
  },
  X08: {
    breaks: {
      'a time-out below its steps': machine({ TimeoutSeconds: 40 }),
      'a time-out above the RTO': machine({ TimeoutSeconds: 901 }),
      'a task without a time-out': machine({}, { TimeoutSeconds: undefined }),
      'a loop that may turn for ever': machine({}, { Next: 'Work' }),
      'a handler behind States.ALL': machine(
        {},
        {
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'Done' },
            { ErrorEquals: ['Busy'], Next: 'Done' },
          ],
        },
      ),
      'States.ALL among others': machine({}, { Retry: [{ ErrorEquals: ['Busy', 'States.ALL'], MaxAttempts: 1 }] }),
      'attempts that come ever sooner': machine({}, { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, BackoffRate: 0.5 }] }),
      'a heartbeat as long as the task': machine({}, { HeartbeatSeconds: 30 }),
      'a branch with a handler behind States.ALL': machine(
        {},
        parallelWith({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['Busy'] }] }),
      ),
    },
    keeps: {
      'steps within the time-out': machine({ TimeoutSeconds: 900 }),
      'a loop that says how often it turns': machine({ TimeoutSeconds: 900 }, { Next: 'Again' }),
      'a heartbeat below the time-out': machine({}, { HeartbeatSeconds: 10 }),
      'no RTO': resource('aws_sfn_state_machine/failover/tags', {}),
      'a machine that only a plan knows': resource('aws_sfn_state_machine/failover/definition', ref('data.template.x')),
    },
  },
  T09: {
    breaks: {
      'everything on everything': resource('aws_iam_role_policy/deploy/policy', allows('*', '*')),
      'a role for anybody': resource('aws_iam_role/deploy/assume_role_policy', trust(undefined, { AWS: '*' })),
      'a role for every token': resource('aws_iam_role/deploy/assume_role_policy', trust(undefined)),
      'a role for every repository of an owner': resource('aws_iam_role/deploy/assume_role_policy', trust('repo:example/*')),
      'a role for every pull request': resource('aws_iam_role/deploy/assume_role_policy', trust('repo:example/shop:*')),
      'an administrator': resource('aws_iam_role_policy_attachment', {
        deploy: { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    },
    keeps: {
      ...keeps,
      'a policy that only a plan knows': resource('aws_iam_role_policy/deploy/policy', ref('data.aws_iam_policy_document.x.json')),
    },
  },
  T10: {
    breaks: {
      'logs for ever': resource('aws_cloudwatch_log_group/main/retention_in_days'),
      'logs without a key': resource('aws_cloudwatch_log_group/main/kms_key_id'),
      'a vault without a lock': resource('aws_backup_vault_lock_configuration'),
      'a vault without a key': resource('aws_backup_vault/main/kms_key_arn'),
    },
    keeps,
  },
  T11: {
    breaks: {
      'state on a disk': stack('terraform/backend', { local: { path: 'x' } }),
      'no backend': stack('terraform'),
      'state in plain': stack('terraform/backend/s3/encrypt', false),
      'state without a lock': stack('terraform/backend/s3/use_lockfile'),
      'a password in the state': resource('aws_db_instance/main/password', ref('var.password')),
      'a secret in the state': resource('aws_secretsmanager_secret_version/address/secret_string', 'correct horse'),
      'a password of Terraform': resource('random_password', { main: { length: 32 } }),
    },
    keeps: { ...keeps, 'a lock in DynamoDB': stack('terraform/backend/s3', { encrypt: true, dynamodb_table: 'locks' }) },
  },
  T12: {
    breaks: {
      'a provider without tags': stack('provider/aws', [{ region: 'eu-west-1' }]),
      'no provider': stack('provider'),
      'one tag less': stack('provider/aws', [{ default_tags: { tags: { platform: 'a', environment: 'b', 'region-role': 'c' } } }]),
    },
    keeps,
  },
};
