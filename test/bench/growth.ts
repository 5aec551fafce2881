/** Slope of log time over log size, by least squares: 1 is linear, 2 is quadratic. */
export function exponent(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (pick: (point: { x: number; y: number }) => number) => logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [mx, my] = [mean((p) => p.x), mean((p) => p.y)];
  return logs.reduce((sum, p) => sum + (p.x - mx) * (p.y - my), 0) / logs.reduce((sum, p) => sum + (p.x - mx) ** 2, 0);
}
