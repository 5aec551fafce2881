import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { clusterLogGroup } from '../log-group';

/** Rule sets that AWS keeps up to date, in the order in which they are asked (AWS WAF Developer Guide, managed rule groups list). */
const RULE_SETS: readonly { readonly name: string; readonly counted?: readonly string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  // It refuses bodies of more than 8 KB, which any upload has: that rule counts only.
  { name: 'AWSManagedRulesCommonRuleSet', counted: ['SizeRestrictions_BODY'] },
  { name: 'AWSManagedRulesSQLiRuleSet' },
];
/** Headers that the log leaves out: they let whoever reads it act as somebody else. */
const REDACTED = ['authorization', 'cookie'];

export interface FirewallProps {
  /** Name of the web ACL; its log group gets the prefix that WAF asks for. */
  readonly name: string;
  readonly requestsPerAddress: number;
  readonly logsKeyArn: string;
}

/** A web application firewall before the load balancer of a region. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, requestsPerAddress, logsKeyArn }: FirewallProps) {
    super(scope, id);
    const acl = new Wafv2WebAcl(this, 'web-acl', {
      name,
      description: `Requests from the internet to ${name}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [limited(requestsPerAddress), ...RULE_SETS.map(managed)],
      visibilityConfig: visible(name),
    });
    this.arn = acl.arn;
    // WAF accepts names that start so, and no others (AWS WAF Developer Guide, logging destinations).
    const logs = clusterLogGroup(this, 'log-group', `aws-waf-logs-${name}`, logsKeyArn);
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [logs.arn],
      redactedFields: REDACTED.map((header) => ({ singleHeader: { name: header } })),
    });
  }
}

/** One address cannot take the capacity of all others. */
const limited = (limit: number): Wafv2WebAclRule => ({
  name: 'requests-per-address',
  priority: 0,
  action: { block: {} },
  statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP' } },
  visibilityConfig: visible('requests-per-address'),
});

const managed = ({ name, counted = [] }: (typeof RULE_SETS)[number], index: number): Wafv2WebAclRule => ({
  name,
  priority: index + 1,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      name,
      vendorName: 'AWS',
      ...(counted.length > 0 ? { ruleActionOverride: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) } : {}),
    },
  },
  visibilityConfig: visible(name),
});

const visible = (metricName: string) => ({ cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true });
