import { isError } from '../../policy';
import { type CheckReport, excused } from './check-report';
import { counted } from './counted';
import { findingsText, skippedText } from './findings';
import { sarifLog } from './sarif';

/** Text unless one of both is asked for. */
export interface ReportFormat {
  readonly json?: boolean;
  readonly sarif?: boolean;
}

/** Prints a report and sets the exit code: a document on stdout, or text with errors on stderr. */
export function printReport(report: CheckReport, format: ReportFormat): void {
  const { findings } = report.judgement;
  if (findings.some(isError)) process.exitCode = 1;
  if (format.sarif) process.stdout.write(`${JSON.stringify(sarifLog(report), null, 2)}\n`);
  else if (format.json) process.stdout.write(`${JSON.stringify({ findings, waived: excused(report), ...report.json }, null, 2)}\n`);
  else printText(report);
}

function printText({ judgement, skipped, checked, tables, patchOf }: CheckReport): void {
  const { findings, waived, off } = judgement;
  const errors = findings.filter(isError);
  const warnings = findings.filter((finding) => !isError(finding));
  if (errors.length > 0) process.stderr.write(`${findingsText(errors, patchOf)}\n`);
  const counts = [
    counted(errors.length, 'error'),
    counted(warnings.length, 'warning'),
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
    ...(off.length > 0 ? [`${off.length} off`] : []),
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  const lines = [
    ...(tables ? [tables, ''] : []),
    ...(warnings.length > 0 ? [findingsText(warnings, patchOf)] : []),
    ...skippedText(skipped),
    `checked ${checked}: ${counts.join(', ')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
