import { readDocuments } from '/work/main/lib/policy/read';
import { textOf } from '/work/main/lib/policy/read/text';
import { checkManifests } from '/work/main/lib/policy';
const D = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const bomb = 'a: &a [x,x,x,x,x,x,x,x,x]\n' + 'bcdefghij'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill('*' + 'abcdefghij'[i]).join(',')}]`).join('\n') + '\n';
const cases: Record<string, string | Buffer> = {
  ok: D, crlf: D.replaceAll('\n', '\r\n'), bom: '\ufeff' + D, cr: D.replaceAll('\n', '\r'),
  dup: D + 'data: {a: b, a: c}\n', dup2: 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\nmetadata: {name: a}\n',
  cyc: D + 'data: &x {a: *x}\n', bomb: D + bomb, undefAlias: D + 'data: {a: *no}\n',
  inf: D + 'data: {a: .inf}\n', huge: D + 'data: {a: 1e999}\n', hugeint: D + 'data: {a: ' + '9'.repeat(400) + '}\n',
  tab: 'apiVersion: v1\n\tkind: x\n', nul: D + '\0', trunc: '{"apiVersion":"v1","kind":"Pod","metadata":{"name":', 
  jsontab: '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "a"}\n}\n',
  nest: '['.repeat(2_000_000), nest2: '{"a":'.repeat(400_000), close: ']'.repeat(2_000_000), commas: '[' + ','.repeat(2_000_000), 
  blocknest: Array.from({ length: 1500 }, (_, i) => ' '.repeat(i) + 'a:').join('\n'), dashes: '- '.repeat(1_000_000), questions: '? '.repeat(1_000_000), amp: '&a '.repeat(500_000), bang: '!!x '.repeat(500_000), quote: D + 'x: "' + 'a\n'.repeat(1_000_000), colons: ': '.repeat(1_000_000), colons2: 'a: '.repeat(500_000), curly: '{}'.repeat(500_000), pipes: '|\n'.repeat(500_000), docs: '---\n'.repeat(500_000), docs2: '---\na: b\n'.repeat(20_000), dots: '...\n'.repeat(500_000), hash: '#\n'.repeat(1_000_000), pct: '%a\n'.repeat(500_000), anchorsMany: D + 'data:\n' + Array.from({ length: 20000 }, (_, i) => ` k${i}: &a${i} x\n l${i}: *a${i}`).join('\n'), keys: D + 'data:\n' + Array.from({ length: 50000 }, (_, i) => ` k${i}: x`).join('\n'),
  mergebomb: D + 'a0: &a0 {x: 1}\n' + Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`).join('\n'),
  template: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n', template2: '{{- if .x }}\napiVersion: v1\n{{- end }}\n', bools: D + 'data: {a: yes, b: 0777, c: 1:30, d: 2001-01-01, e: 1_000}\n', proto: D + 'data: {__proto__: x}\n', list: 'apiVersion: v1\nkind: List\nitems:\n- ' + D.replaceAll('\n', '\n  ') + '\n- 3\n', array: '[1,2]', arrayobj: '[{"apiVersion":"v1","kind":"Pod"}]', scalar: 'hello world', dir: '%YAML 1.1\n---\n' + D, dir2: '# c\n%YAML 1.2\n---\n' + D,
  concat: '{"apiVersion":"v1"}{"kind":"x"}', notes: 'NOTES:\n1. Get the URL:\n  export A=b\n  kubectl get -n x\n',
  conflict: '<<<<<<< HEAD\na: b\n=======\n', utf16: Buffer.from('\ufeff' + D, 'utf16le'), latin: Buffer.from('name: caf\xe9', 'latin1'), 
};
for (const [name, text] of Object.entries(cases)) {
  const t = performance.now();
  const ft = textOf(Buffer.from(text as string));
  if ('skip' in ft) { console.log(name, ft.skip); continue; }
  const r = readDocuments(ft, 'f.yaml');
  const c = checkManifests({ objects: r.objects });
  const ms = Math.round(performance.now() - t);
  console.log(name.padEnd(10), ms > 300 ? `!!! ${ms} ms` : `${ms} ms`, r.objects.length, JSON.stringify(r.skipped.slice(0, 2)).slice(0, 200), JSON.stringify(r.broken.slice(0, 2).map((b) => [b.message, b.fix, b.location, b.subject])).slice(0, 400), c.length);
}
console.log(JSON.stringify(readDocuments({ text: cases.bools as string }, 'f').objects.map((o) => o.object)));
