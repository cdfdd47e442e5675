import type { Sha } from '../../domain/shared/ids.ts';
import type { ChangedPath } from '../../ports/git.ts';
import type { AttributesOf } from './attributes.ts';
import { decodePath } from './path-bytes.ts';
import type { RunGit } from './run.ts';

const STATUSES = { A: 'A', M: 'M', D: 'D', T: 'T' } as const;

/** Gives what differs between two trees, with line counts; what counts as binary is said by the attributes of the first. */
export async function changedPaths(
  git: RunGit,
  attributes: AttributesOf,
  from: Sha,
  to: Sha,
): Promise<readonly ChangedPath[]> {
  const flags = [
    '-r',
    '-z',
    '--raw',
    '--numstat',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--no-abbrev',
  ];
  const { stdout } = await git(['diff-tree', ...flags, from, to], await attributes(from));
  const fields = stdout.split('\0').slice(0, -1);
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
    const lines = { added: binary ? 0 : Number(added), removed: binary ? 0 : Number(removed) };
    changes.push({ path: decodePath(path), status: statuses.get(path) ?? 'M', ...lines, binary });
  }
  return changes;
}
