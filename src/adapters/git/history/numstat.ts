import type { ChangedPath } from '../../../ports/git.ts';
import { decodePath } from '../process/path-bytes.ts';
import { parseCount } from '../process/raw-numbers.ts';

const STATUSES = { A: 'A', M: 'M', D: 'D', T: 'T' } as const;

/** Parses the fields that `git diff-tree -z --raw --numstat` writes for one pair. */
export function parseChanges(fields: readonly string[]): readonly ChangedPath[] {
  const statuses = new Map<string, ChangedPath['status']>();
  const changes: ChangedPath[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (field.startsWith(':')) {
      const status = STATUSES[field.slice(-1) as keyof typeof STATUSES] ?? 'M';
      at += 1;
      statuses.set(fields[at] ?? '', status);
      continue;
    }
    const [added = '', removed = '', ...rest] = field.split('\t');
    const path = rest.join('\t');
    const binary = added === '-';
    const lines = { added: parseCount(added), removed: parseCount(removed) };
    changes.push({ path: decodePath(path), status: statuses.get(path) ?? 'M', ...lines, binary });
  }
  return changes;
}
