import { type Platform, type StackPlan, stackPlan, stateBucket, stateKey } from '../lib/model';

interface RemoteState {
  readonly config: { readonly bucket: string; readonly key: string };
}
interface StackJson {
  readonly data?: { readonly terraform_remote_state?: Readonly<Record<string, RemoteState>> };
}

/**
 * Refuses a stack that reads the state of another environment or region: it could neither be planned nor applied on the day
 * on which that region is gone. What both sides need is a name of the model. It looks at what was rendered, so that references
 * which cdktf turns into remote state by itself are found, too.
 *
 * @param files rendered stacks by path below cdktf.out
 * @throws Error with every such reference
 */
export function refuseCrossings(platform: Platform, files: ReadonlyMap<string, string>): void {
  const plans = stackPlan(platform);
  const byState = new Map(plans.map((plan) => [stateOf(platform, plan), plan]));
  const crossings = plans.flatMap((plan) => {
    const { data } = JSON.parse(files.get(`stacks/${plan.name}/cdk.tf.json`) ?? '{}') as StackJson;
    return Object.entries(data?.terraform_remote_state ?? {}).flatMap(([name, { config }]) => {
      const producer = byState.get(`${config.bucket}/${config.key}`);
      const reason = producer ? crossing(plan, producer) : `reads a state that no stack of the platform keeps (${config.key})`;
      return reason ? [`${plan.name}: data.terraform_remote_state.${name} ${reason}`] : [];
    });
  });
  if (crossings.length > 0)
    throw new Error(
      `stacks read what they must do without:\n  ${crossings.join('\n  ')}\nuse a name or an ARN of the model (lib/model/names.ts) instead of an attribute`,
    );
}

/** Why a stack must not read another; undefined when it may. */
function crossing(consumer: StackPlan, producer: StackPlan): string | undefined {
  if (consumer.environment !== producer.environment) return `reads ${producer.name}, which belongs to another environment`;
  if (consumer.region !== producer.region) return `reads ${producer.name}, whose region may be gone`;
  if (!consumer.dependsOn.includes(producer.name)) return `reads ${producer.name}, on which the plan of the stacks does not let it depend`;
  return undefined;
}

const stateOf = ({ name }: Platform, { account, region, name: stack }: StackPlan) =>
  `${stateBucket(name, account, region)}/${stateKey(stack)}`;
