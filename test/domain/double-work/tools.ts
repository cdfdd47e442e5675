import type { ClaimingChange } from '../../../src/domain/double-work/claim.ts';

interface Lines {
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly is_new?: boolean;
}

/** Returns a change of these files, each with one hunk. */
export function changeOf(name: string, files: Readonly<Record<string, Lines>>): ClaimingChange {
  const patches = Object.entries(files).map(([path, { added = [], removed = [], is_new = false }]) => ({
    path,
    from: path,
    before: is_new ? null : 'before',
    after: 'after',
    hunks: [{ added, removed }],
  }));
  return { name, branches: [], messages: [], files: patches };
}
