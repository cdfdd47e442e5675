import type { ChangedPath } from '../../../ports/git.ts';
import { decodePath } from '../process/path-bytes.ts';
import { parseCount } from '../process/raw-numbers.ts';

/** Mode of a submodule's commit. */
const SUBMODULE = '160000';
const STATUSES = { A: 'A', M: 'M', D: 'D', T: 'T' } as const;

const UNKNOWN = { status: 'M', submodule: false } as const;

/** Parses the fields that `git diff-tree -z --raw --numstat` writes for one pair. */
export function parseChanges(fields: readonly string[]): readonly ChangedPath[] {
  const raw = new Map<string, Pick<ChangedPath, 'status' | 'submodule'>>();
  const changes: ChangedPath[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (field.startsWith(':')) {
      const status = STATUSES[field.slice(-1) as keyof typeof STATUSES] ?? 'M';
      const submodule = field.slice(1, 14).split(' ').includes(SUBMODULE);
      at += 1;
      raw.set(fields[at] ?? '', { status, submodule });
      continue;
    }
    const [added = '', removed = '', ...rest] = field.split('\t');
    const path = rest.join('\t');
    const binary = added === '-';
    const lines = { added: parseCount(added), removed: parseCount(removed) };
    changes.push({ path: decodePath(path), ...(raw.get(path) ?? UNKNOWN), ...lines, binary });
  }
  return changes;
}
