import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  Aspects,
  DataTerraformRemoteStateS3,
  Fn,
  S3Backend,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import type { Construct, IConstruct, Node } from 'constructs';
import {
  accountKeyAlias,
  aliasArn,
  type Cluster,
  globalStackName,
  type Platform,
  type ReadPurpose,
  ROLE_BOUNDARY,
  regionStackName,
  resourceTags,
  type STACK_OUTPUTS,
  type StackPlan,
  stateBucket,
  stateKey,
} from '../lib/model';

export interface PlatformStackProps {
  readonly platform: Platform;
  readonly plan: StackPlan;
}

type OutputOf<P extends ReadPurpose> = (typeof STACK_OUTPUTS)[P][number];

type OutputValue = string | readonly string[] | Readonly<Record<string, string>>;

/** Outputs of another stack. */
export interface StackReader<Name extends string> {
  text(output: Name): string;
  list(output: Name): string[];
  /** An entry of an output that is a map. */
  entry(output: Name, key: string): string;
}

/** What all stacks have alike: who may apply them and where, their state, how addresses are made, and what they tell each other. */
export abstract class PlatformStack extends TerraformStack {
  protected readonly platform: Platform;
  protected readonly plan: StackPlan;
  /** What every resource says about itself. */
  protected readonly tags: Readonly<Record<string, string>>;
  private readonly readers = new Map<ReadPurpose, DataTerraformRemoteStateS3>();

  constructor(scope: Construct, { platform, plan }: PlatformStackProps) {
    super(scope, plan.name);
    this.platform = platform;
    this.plan = plan;
    this.tags = tagsOf(platform, plan);
    // The wrong account is refused before anything is planned.
    new AwsProvider(this, 'aws', { region: plan.region, allowedAccountIds: [plan.account], defaultTags: [{ tags: { ...this.tags } }] });
    const key = aliasArn(plan, accountKeyAlias(platform.name, 'tfstate'));
    new S3Backend(this, { ...this.stateOf(plan.name), encrypt: true, kmsKeyId: key });
    // Native locking has no type in this version of cdktf.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    // People make the identities of an account; every other role is made by a pipeline.
    if (plan.purpose !== 'identity') Aspects.of(this).add({ visit: boundRole });
  }

  /** The cluster of a stack of one environment and region. */
  protected get cluster(): Cluster {
    const found = this.platform.clusters.find(
      ({ environment, region }) => environment === this.plan.environment && region === this.plan.region,
    );
    if (!found) throw new Error(`${this.plan.name} belongs to no cluster`);
    return found;
  }

  /** The cluster of its environment that serves while all is well. */
  protected get primary(): Cluster {
    const found = this.platform.clusters.find(({ environment, role }) => environment === this.plan.environment && role === 'primary');
    if (!found) throw new Error(`${this.plan.name} belongs to an environment without a primary region`);
    return found;
  }

  /** All clusters of its environment, the primary one first. */
  protected get clusters(): readonly Cluster[] {
    return this.platform.clusters.filter(({ environment }) => environment === this.plan.environment);
  }

  /** Tells the other stacks of this environment and region what they cannot derive. */
  protected publish<P extends ReadPurpose>(_purpose: P, outputs: Readonly<Record<OutputOf<P>, OutputValue>>): void {
    for (const [name, value] of Object.entries(outputs)) new TerraformOutput(this, name, { value });
  }

  /** What another stack of this environment and region told. There is no way to ask for another region's. */
  protected read<P extends ReadPurpose>(purpose: P): StackReader<OutputOf<P>> {
    const state = this.readers.get(purpose) ?? this.remoteState(purpose);
    return {
      text: (output) => state.getString(output),
      list: (output) => state.getList(output),
      entry: (output, key) => Fn.lookup(state.get(output), key) as string,
    };
  }

  private remoteState(purpose: ReadPurpose): DataTerraformRemoteStateS3 {
    const { name, environment = '', region, dependsOn } = this.plan;
    // What both regions share is kept in one of them: the plan lets stacks of that one depend on it, and no others.
    const candidates = [regionStackName(environment, region, purpose), globalStackName(environment, purpose)];
    const producer = candidates.find((candidate) => dependsOn.includes(candidate));
    if (!producer) throw new Error(`${name} reads ${candidates.join(' or ')} without depending on it`);
    const state = new DataTerraformRemoteStateS3(this, purpose, this.stateOf(producer));
    this.readers.set(purpose, state);
    return state;
  }

  /** State lives in the region that it describes: a lost region takes only its own state along. */
  private stateOf(stack: string) {
    const { account, region } = this.plan;
    return { bucket: stateBucket(this.platform.name, account, region), key: stateKey(stack), region };
  }

  /**
   * An address is the path of the construct, such as `aws_subnet.network_us-east-1a_private-subnet`: people read it in plans
   * and type it into `terraform state`. No id of ours holds an underscore where it could make two paths one.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as Node);
    return node.scopes
      .slice(this.node.scopes.length)
      .map(({ node: { id } }) => id)
      .join('_');
  }
}

/** A role that a pipeline makes is never stronger than the pipeline. */
function boundRole(node: IConstruct): void {
  if (TerraformResource.isTerraformResource(node) && node.terraformResourceType === 'aws_iam_role')
    node.addOverride('permissions_boundary', ROLE_BOUNDARY);
}

function tagsOf(platform: Platform, { environment, region, scope }: StackPlan): Readonly<Record<string, string>> {
  const role = scope === 'global' ? 'global' : platform.clusters.find((cluster) => cluster.region === region)?.role;
  return resourceTags(platform, environment ?? 'account', role ?? 'global');
}
