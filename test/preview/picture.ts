/** What a panel of a picture shows. */
export interface DrawnPanel {
  readonly title: string;
  readonly type: string;
  readonly unit: string;
  readonly grid: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

const COLUMN = 50;
const ROW = 30;
const COLOURS = ['#73bf69', '#f2cc0c', '#5794f2', '#ff780a', '#b877d9', '#e02f44'];

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A number with its unit, as short as Grafana writes it. */
export function readable(value: number, unit: string): string {
  const short = (number: number) => {
    const steps = ['', 'K', 'M', 'G', 'T'];
    const power = Math.abs(number) < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(Math.abs(number)) / 3));
    return `${Number((number / 1000 ** power).toPrecision(3))}${steps[power]}`;
  };
  switch (unit) {
    case 'percentunit':
      return `${Number((value * 100).toPrecision(3))}%`;
    case 's':
      return value < 1 ? `${Number((value * 1000).toPrecision(3))} ms` : `${short(value)} s`;
    case 'reqps':
      return `${short(value)} req/s`;
    case 'Bps':
      return `${short(value)}B/s`;
    default:
      return short(value);
  }
}

/** A page of panels as SVG, in the grid of Grafana. */
export function picture(title: string, panels: readonly DrawnPanel[]): string {
  const height = 60 + Math.max(...panels.map(({ grid: { y, h } }) => (y + h) * ROW)) + 10;
  const body = panels.map((panel) => (panel.type === 'row' ? heading(panel) : frame(panel))).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * COLUMN + 20} ${height}" font-family="Inter, Helvetica, Arial, sans-serif">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#111217"/>
<text x="16" y="36" font-size="20" fill="#ccccdc">${escaped(title)}</text>
${body}
</svg>
`;
}

const at = ({ x, y, w, h }: DrawnPanel['grid']) => ({
  left: 10 + x * COLUMN,
  top: 56 + y * ROW,
  width: w * COLUMN - 8,
  height: h * ROW - 8,
});

function heading({ title, grid }: DrawnPanel): string {
  const { left, top } = at(grid);
  return `<text x="${left + 6}" y="${top + 18}" font-size="14" font-weight="600" fill="#ccccdc">${escaped(title)}</text>`;
}

function frame(panel: DrawnPanel): string {
  const { left, top, width, height } = at(panel.grid);
  const box = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="3" fill="#181b1f" stroke="#2c3235"/>
<text x="${left + 10}" y="${top + 20}" font-size="13" fill="#ccccdc">${escaped(panel.title)}</text>`;
  return `${box}\n${panel.type === 'stat' ? figures(panel) : graph(panel)}`;
}

function figures({ lines, unit, grid }: DrawnPanel): string {
  const { left, top, width, height } = at(grid);
  if (lines.length === 0) return `<text x="${left + 10}" y="${top + 60}" font-size="13" fill="#8e8e8e">No data</text>`;
  const each = width / lines.length;
  return lines
    .map(({ name, points }, i) => {
      const value = points.at(-1)?.[1] ?? Number.NaN;
      const middle = left + each * (i + 0.5);
      return `<text x="${middle}" y="${top + height / 2 + 12}" font-size="30" text-anchor="middle" fill="#73bf69">${readable(value, unit)}</text>
<text x="${middle}" y="${top + height - 24}" font-size="12" text-anchor="middle" fill="#9fa7b3">${escaped(name)}</text>`;
    })
    .join('\n');
}

function graph({ lines, unit, grid }: DrawnPanel): string {
  const { left, top, width, height } = at(grid);
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return `<text x="${left + 10}" y="${top + 60}" font-size="13" fill="#8e8e8e">No data</text>`;
  const times = all.map(([time]) => time);
  const values = all.map(([, value]) => value);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const low = Math.min(0, ...values);
  const high = Math.max(...values) * 1.1 || 1;
  const area = { left: left + 62, top: top + 32, width: width - 76, height: height - 74 };
  const x = (time: number) => area.left + ((time - first) / (last - first || 1)) * area.width;
  const y = (value: number) => area.top + area.height * (1 - (value - low) / (high - low || 1));
  const grids = [0, 0.5, 1].map((part) => {
    const value = low + (high - low) * part;
    return `<line x1="${area.left}" x2="${area.left + area.width}" y1="${y(value)}" y2="${y(value)}" stroke="#2c3235"/>
<text x="${area.left - 6}" y="${y(value) + 4}" font-size="10" text-anchor="end" fill="#9fa7b3">${readable(value, unit)}</text>`;
  });
  const drawn = lines.map(({ points }, i) => {
    const path = points.map(([time, value], k) => `${k === 0 ? 'M' : 'L'}${x(time).toFixed(0)} ${y(value).toFixed(1)}`).join('');
    return `<path d="${path}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.3"/>`;
  });
  const legend = lines.slice(0, 6).map(({ name }, i) => {
    const [column, line] = [i % 3, Math.floor(i / 3)];
    const each = area.width / Math.min(3, lines.length);
    return `<text x="${area.left + column * each}" y="${top + height - 24 + line * 14}" font-size="10" fill="${COLOURS[i % COLOURS.length]}">${escaped(name)}</text>`;
  });
  return [...grids, ...drawn, ...legend].join('\n');
}
