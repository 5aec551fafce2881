import { formatSeconds } from '../../spec';
import type { DrillResult } from '../drill/drill';
import type { EnvironmentRehearsal } from '../drill/rehearsal';

const WIDTH = 1000;
const MARGIN = 24;
const LINE = 20;
const HEAD = 76;
const LABELS = 120;
/** From background to text at least 4.5 : 1, in light and in dark (WCAG 2.1). */
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 15px; }
.axis { stroke: #656d76; }
.promise { stroke: #9a6700; stroke-dasharray: 4 3; }
.promise-text { fill: #7d4e00; }
.event { fill: #0969da; }
.bad { fill: #cf222e; }
.back { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .back { fill: #0d1117; } .axis { stroke: #8d96a0; }
  .promise { stroke: #d29922; } .promise-text { fill: #d29922; } .event { fill: #58a6ff; } .bad { fill: #ff7b72; }
}`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const BAD = /is gone|TWO WRITERS|killed|refused|^page|stopped/;

/** One drill drawn as a picture: what happened against time, and what was promised. */
export function drillPicture(
  { environment, primary, recovery, rtoSeconds, provedSeconds }: EnvironmentRehearsal,
  result: DrillResult,
  fault: string,
): string {
  const { timeline, seed, recoverySeconds, ended } = result;
  const began = timeline[0]?.at ?? 0;
  const span = Math.max(rtoSeconds, provedSeconds, ...timeline.map(({ at }) => at - began)) * 1.02;
  const x = (at: number) => LABELS + ((at - began) / span) * (WIDTH - LABELS - MARGIN);
  const height = HEAD + timeline.length * LINE + MARGIN;
  const mark = (seconds: number, label: string, y: number) =>
    `<line class="promise" x1="${x(began + seconds).toFixed(1)}" x2="${x(began + seconds).toFixed(1)}" y1="44" y2="${height - MARGIN}"/>` +
    `<text class="promise-text" text-anchor="end" x="${(x(began + seconds) - 4).toFixed(1)}" y="${y}">${label} ${formatSeconds(Math.round(seconds))}</text>`;
  const title = `${environment}, ${fault}: ${primary} to ${recovery}, seed ${seed}: ${ended}${recoverySeconds === undefined ? '' : ` after ${formatSeconds(Math.round(recoverySeconds))}`}`;
  const rows = timeline.map(({ at, what }, i) => {
    const y = HEAD + i * LINE;
    const right = x(at) > WIDTH * 0.6;
    return (
      `<text x="${LABELS - 12}" y="${y + 4}" text-anchor="end">${formatSeconds(Math.round(at - began))}</text>` +
      `<circle class="${BAD.test(what) ? 'bad' : 'event'}" cx="${x(at).toFixed(1)}" cy="${y}" r="5"/>` +
      `<text x="${(x(at) + (right ? -10 : 10)).toFixed(1)}" y="${y + 4}" text-anchor="${right ? 'end' : 'start'}">${escaped(what)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="back" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="26">${escaped(title)}</text>`,
    `<line class="axis" x1="${LABELS}" x2="${LABELS}" y1="44" y2="${height - MARGIN}"/>`,
    mark(provedSeconds, 'proved', 58),
    mark(rtoSeconds, 'RTO', 44),
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
