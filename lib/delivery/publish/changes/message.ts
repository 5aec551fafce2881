import type { Changes, ImageChange, ObjectChange } from './changes';
import { imageVersion, versionChange } from './images';

/** Where git's own tools cut a subject line. */
const LONGEST_SUBJECT = 72;

/** Lines of a list in a message: a screen of a terminal shows all of it, and a release of 10,000 objects stays readable. */
const LONGEST_LIST = 30;

/** `production: frontend v0.10.6 -> v0.10.7, 2 services, 5 objects`. */
export function subjectOf(environment: string, changes: Changes, first: boolean): string {
  const counts = [
    ...(changes.services.length > 0 ? [plural(changes.services.length, 'service')] : []),
    ...(changes.platform ? ['platform'] : []),
    plural(changes.objectCount, 'object'),
  ].join(', ');
  const plain = `${environment}: ${counts}`;
  if (changes.objectCount === 0) return `${environment}: list of files, no objects`;
  if (first) return `${environment}: first release, ${counts}`;
  const versions = subjectVersions(changes.images);
  const full = versions.map((version) => `${environment}: ${version}, ${counts}`);
  return full.find((subject) => subject.length <= LONGEST_SUBJECT) ?? plain;
}

/** The new versions in words, from the most telling to the shortest. */
function subjectVersions(images: readonly ImageChange[]): string[] {
  const replaced = images.filter(({ from, to }) => from !== undefined && to !== undefined);
  const [one, ...more] = replaced;
  if (!one) return [];
  const all = replaced.map((image) => `${image.service} ${replacement(image)}`);
  const others = more.length === 0 ? [] : [`${one.service} ${replacement(one)} and ${plural(more.length, 'more image')}`];
  return [all.join(', '), ...others, plural(replaced.length, 'new image')];
}

const replacement = ({ from = '', to = '' }: ImageChange) => versionChange(from, to);

/** A commit message: the subject, what changes, and trailers that programs read. */
export function messageOf(subject: string, changes: Changes, trailers: readonly (readonly [string, string])[]): string {
  const sections = [
    list('Services:', changes.services),
    list('Images:', changes.images.map(imageLine)),
    list('Objects:', changes.objects.map(objectLine)),
    trailers.map(([key, value]) => `${key}: ${value}`).join('\n'),
  ];
  return `${[subject, ...sections.filter(Boolean)].join('\n\n')}\n`;
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(0, LONGEST_LIST);
  const rest = lines.length - shown.length;
  return [title, ...shown.map((line) => `  ${line}`), ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}

function imageLine({ service, container, from, to }: ImageChange): string {
  const what = service === container ? service : `${service} (${container})`;
  if (from !== undefined && to !== undefined) return `${what}: ${versionChange(from, to)}`;
  if (to !== undefined) return `${what}: ${imageVersion(to)}, new`;
  return `${what}: ${imageVersion(from ?? '')}, removed`;
}

const objectLine = ({ happening, folder, object, regions }: ObjectChange) =>
  `${happening.padEnd('changed'.length)} ${folder}: ${object} (${regions.join(', ')})`;

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
