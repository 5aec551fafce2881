import { parser } from '@prometheus-io/lezer-promql';
import { promSeconds } from './rules';

/** Functions that need samples on both ends of their window. */
const OVER_COUNTERS = new Set(['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets']);

/** Whether a query asks for any series; one that does not always has the same answer. */
export const asksForSeries = (query: string): boolean => nodes(query, 'VectorSelector').length > 0;

/** Windows of rates in a query, in seconds; of what is computed in steps the step decides, and not the scrape. */
export const rateWindows = (query: string): readonly { readonly call: string; readonly seconds: number }[] =>
  nodes(query, 'FunctionCall').flatMap(({ text, node }) => {
    const name = node.getChild('FunctionIdentifier');
    const matrix = node.getChild('FunctionCallBody')?.getChild('MatrixSelector');
    const duration = matrix?.getChild('DurationExpr');
    if (!name || !duration || !OVER_COUNTERS.has(query.slice(name.from, name.to))) return [];
    const seconds = promSeconds(query.slice(duration.from, duration.to));
    return seconds === undefined ? [] : [{ call: text, seconds }];
  });

/** Arguments of `absent` and `absent_over_time` in a query. */
export const absences = (query: string): readonly string[] =>
  nodes(query, 'FunctionCall').flatMap(({ text }) => {
    const call = /^absent(?:_over_time)?\s*\(([\s\S]*)\)$/.exec(text);
    return call?.[1] === undefined ? [] : [call[1]];
  });

function nodes(query: string, wanted: string) {
  const found: { readonly text: string; readonly node: ReturnType<typeof parser.parse>['topNode'] }[] = [];
  parser.parse(query).iterate({
    enter: ({ name, node }) => {
      if (name === wanted) found.push({ text: query.slice(node.from, node.to), node });
    },
  });
  return found;
}
