import { LineCounter, parseDocument } from 'yaml';
import { locator, type Path } from '../../spec';
import { isMap, items, list, map } from '../manifests';
import type { TerraformFile, TerraformStack } from './stack';

type Locate = (path: Path) => { readonly line: number; readonly column: number };

/** Where in which file a value of a stack stands; the file alone when its text is not known. */
export function placeIn(
  stack: TerraformStack,
  address: string | undefined,
  field: string | undefined,
): { readonly file?: string; readonly line?: number; readonly column?: number } {
  const files = stack.files ?? [];
  const wanted = (file: TerraformFile) => pathIn(parsed(file), address, field);
  const [best] = files.map((file) => ({ file, path: wanted(file) })).sort((a, b) => b.path.length - a.path.length);
  if (!best) return { file: stack.file };
  return { file: best.file.file, ...locate(best.file)(best.path) };
}

const PARSED = new WeakMap<TerraformFile, unknown>();
function parsed(file: TerraformFile): unknown {
  if (!PARSED.has(file)) PARSED.set(file, JSON.parse(file.text));
  return PARSED.get(file);
}

/** JSON is YAML, whose parser knows where everything stands. It is asked only where something is wrong. */
const LOCATORS = new WeakMap<TerraformFile, Locate>();
function locate(file: TerraformFile): Locate {
  const known = LOCATORS.get(file);
  if (known) return known;
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, logLevel: 'silent' });
  const { locateKey } = locator(document, (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  });
  LOCATORS.set(file, locateKey);
  return locateKey;
}

/** The path of a value, as far as it is there: what is missing is mended in what should hold it. */
function pathIn(json: unknown, address: string | undefined, field: string | undefined): Path {
  const start = address === undefined ? [] : resourceIn(json, address);
  if (address !== undefined && start.length === 0) return [];
  return (field ?? '')
    .split('.')
    .filter((part) => part !== '')
    .reduce<Path>((path, part) => further(json, path, part), start);
}

/** One step down; a block may be a list of one, and `rule[2]` names which. */
function further(json: unknown, path: Path, part: string): Path {
  const [, name = part, index] = /^(.*)\[(\d+)\]$/.exec(part) ?? [];
  const here = valueAt(json, path);
  const inside = Array.isArray(here) ? [...path, 0] : path;
  const holder = valueAt(json, inside);
  if (!isMap(holder) || !(name in holder)) return path;
  const found = [...inside, name];
  return index === undefined || !Array.isArray(valueAt(json, found)) ? found : [...found, Number(index)];
}

const valueAt = (json: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (typeof key === 'number' ? list(at)[key] : map(at)[String(key)]), json);

/** `aws_vpc.main`, `data.aws_vpc.main`: in a configuration, or among what a plan will make. */
function resourceIn(json: unknown, address: string): Path {
  const parts = address.split('.');
  const isData = parts[0] === 'data';
  const path = [isData ? 'data' : 'resource', ...(isData ? parts.slice(1, 3) : parts.slice(0, 2))];
  if (valueAt(json, path) !== undefined) return path;
  return plannedIn(map(map(json).planned_values).root_module, ['planned_values', 'root_module'], address) ?? [];
}

function plannedIn(module: unknown, at: Path, address: string): Path | undefined {
  for (const { item, index } of items(map(module).resources))
    if (`${String(item.type)}.${String(item.name)}` === address) return [...at, 'resources', index, 'values'];
  for (const { item, index } of items(map(module).child_modules)) {
    const found = plannedIn(item, [...at, 'child_modules', index], address);
    if (found) return found;
  }
  return undefined;
}
