/** Finds names that git keeps apart and some file systems do not: alike but for case, or but for Unicode normal form. */
import { foldedName } from '../../shared/folded-name.ts';
import type { BranchName, EffortName } from '../../shared/ids.ts';
import type { PlanFinding } from './plan-finding.ts';

/** A path that an effort adds, or that the target has (`effort` is null). */
interface NamedPath {
  readonly effort: EffortName | null;
  readonly path: string;
}

interface Collision {
  readonly folder: boolean;
  readonly one: NamedPath;
  readonly other: NamedPath;
}

const MOST_SAID = 20;

/** Says which paths of the merged tree one file system cannot hold together. `there` are paths of the target. */
export function nameFindings(
  target: BranchName,
  added: readonly { readonly effort: EffortName; readonly path: string }[],
  there: readonly string[],
): readonly PlanFinding[] {
  const paths = [...there.map((path): NamedPath => ({ effort: null, path })), ...added];
  const of = ({ effort, path }: NamedPath) => `${path} of ${effort ?? target}`;
  return collisionsOf(paths)
    .slice(0, MOST_SAID)
    .map(({ folder, one, other }) => ({
      kind: 'names_collide',
      subject: other.path,
      severity: 'MEDIUM',
      checkpoint_says: `${folder ? 'the folders of ' : ''}${of(other)} and ${of(one)} differ only in ${difference(one, other)}`,
      git_says: folder
        ? 'a file system that does not tell them apart has one folder for both'
        : 'a file system that does not tell them apart has room for one of them',
    }));
}

/** Finds each place once, at the outermost folder whose spellings differ. */
function collisionsOf(paths: readonly NamedPath[]): readonly Collision[] {
  const spellings = new Map<string, Map<string, NamedPath>>();
  const found: Collision[] = [];
  for (const named of paths) {
    const parts = named.path.split('/');
    for (const depth of parts.keys()) {
      const spelling = parts.slice(0, depth + 1).join('/');
      const key = foldedName(spelling);
      const known = spellings.get(key) ?? new Map<string, NamedPath>();
      spellings.set(key, known);
      const [first] = known.values();
      if (known.has(spelling)) continue;
      known.set(spelling, named);
      if (first === undefined) continue;
      if (first.effort !== null || named.effort !== null)
        found.push({ folder: isFolder(first, depth) && isFolder(named, depth), one: first, other: named });
      break;
    }
  }
  return found;
}

function isFolder({ path }: NamedPath, depth: number): boolean {
  return path.split('/').length > depth + 1;
}

function difference(one: NamedPath, other: NamedPath): string {
  const depth = one.path.split('/').findIndex((part, index) => part !== other.path.split('/')[index]);
  const [a = '', b = ''] = [one, other].map(({ path }) => path.split('/')[depth]);
  if (a.normalize('NFC') === b.normalize('NFC')) return 'Unicode normal form';
  return a.toLowerCase() === b.toLowerCase()
    ? 'upper and lower case'
    : 'upper and lower case and Unicode normal form';
}
