import { createHash } from 'node:crypto';
import type { Location, Log, LogicalLocation, Notification, ReportingDescriptor, Result } from 'sarif';
import { type Finding, RULES, type Rule } from '../../policy';
import { type CheckReport, excused } from './check-report';

const SCHEMA = 'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json';
const INFORMATION = 'https://github.com/example/holdfast/blob/main/docs/rules.md';

/** A report in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code hosts and editors show at the line. */
export function sarifLog(report: CheckReport): Log {
  const results = report.judgement.findings.map((finding) => resultOf(finding));
  const suppressed = excused(report).map(({ reason, expires, ...finding }) => ({
    ...resultOf(finding),
    suppressions: [{ kind: 'external' as const, justification: expires === undefined ? reason : `${reason} (until ${expires})` }],
  }));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Holdfast', informationUri: INFORMATION, rules: RULES.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.skipped.map(notificationOf) }],
        results: [...results, ...suppressed],
      },
    ],
  };
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const descriptorOf = ({ id, severity, subject, why, mend }: Rule): ReportingDescriptor => ({
  id,
  shortDescription: { text: sentence(subject) },
  fullDescription: { text: why },
  help: { text: sentence(mend) },
  helpUri: `${INFORMATION}#${id.toLowerCase()}`,
  defaultConfiguration: { level: severity },
});

const INDEXES = new Map(RULES.map(({ id }, index) => [id, index]));

function resultOf({ rule, severity, subject, message, fix, location }: Finding): Result {
  const ruleIndex = INDEXES.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: `${subject}: ${message}. To mend it: ${fix}.` },
    locations: [locationOf(location, logical(subject, location.path))],
    partialFingerprints: { 'holdfast/v1': fingerprint(rule, subject, location.path ?? '', message) },
  };
}

/** The same problem of the same object, wherever its lines move to. */
const fingerprint = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\n')).digest('hex');

function locationOf({ file, line, column }: Partial<Finding['location']>, logicalLocations?: LogicalLocation[]): Location {
  const region = line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return {
    ...(file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }),
    ...(logicalLocations ? { logicalLocations } : {}),
  };
}

/** A relative reference: forward slashes, and what has a meaning in an address in its escaped form. */
const uriOf = (file: string) => file.split(/[\\/]/).map(encodeURIComponent).join('/');

const logical = (subject: string, path: string | undefined): LogicalLocation[] => [
  { name: subject.split('/').at(-1), fullyQualifiedName: subject, kind: 'object' },
  ...(path ? [{ fullyQualifiedName: `${subject}/${path}`, kind: 'property' }] : []),
];

const notificationOf = ({ file, line, reason }: CheckReport['skipped'][number]): Notification => ({
  level: 'note',
  message: { text: `Skipped ${file}: ${reason}` },
  locations: [locationOf({ file, line })],
});
