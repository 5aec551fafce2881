/** Time before a line appears: short work needs none, in milliseconds. */
const PATIENCE = 500;

/** One line on stderr that is rewritten while long work goes on; silent where stderr is no terminal. */
export function progressLine(label: string): { update(done: number, total: number): void; end(): void } {
  const started = Date.now();
  let shown = '';
  return {
    update(done, total) {
      if (!process.stderr.isTTY || Date.now() - started < PATIENCE) return;
      const text = `${label} ${Math.floor((100 * done) / Math.max(total, 1))}%`;
      if (text === shown) return;
      shown = text;
      process.stderr.write(`\r\u001b[K${text}`);
    },
    end() {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
