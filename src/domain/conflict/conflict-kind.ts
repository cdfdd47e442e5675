import type { ConflictKind } from './conflict.ts';
import type { ConflictedPath, MergeMessage } from './merge-report.ts';

/**
 * The kind of conflict that a message reports. The first that fits decides: for a renamed file that was changed and deleted, the rename.
 */
const SAID: readonly (readonly [RegExp, ConflictKind])[] = [
  [/rename\/rename/, 'rename_rename'],
  [/rename\/delete/, 'rename_delete'],
  [/file\/directory|directory rename|file location/, 'directory_file'],
  [/distinct (?:modes|types)/, 'mode'],
  [/\(binary\)|Cannot merge binary/, 'binary'],
  [/modify\/delete/, 'modify_delete'],
];

/**
 * Determines what collided at one path, from the stages and the messages of a merge.
 * @see git-merge-tree(1), Git 2.39: `-z` reports a short type (`CONFLICT (contents)`), the text is more precise (`CONFLICT (add/add): ...`)
 */
export function kindOf(conflicted: ConflictedPath, messages: readonly MergeMessage[]): ConflictKind {
  const { base, current, incoming } = conflicted;
  const modes = [base, current, incoming].flatMap((entry) => (entry === null ? [] : [entry.mode]));
  if (modes.includes('160000')) return 'submodule';
  if (modes.includes('120000')) return 'symlink';

  const said = messagesAbout(conflicted, messages).map(({ type, text }) => `${type} ${text}`);
  const found = SAID.find(([words]) => said.some((message) => words.test(message)));
  if (found !== undefined) return found[1];
  if (current !== null && incoming !== null) {
    if (current.blob === incoming.blob && current.mode !== incoming.mode) return 'mode';
    return base === null ? 'add_add' : 'content';
  }
  if (base === null) return 'directory_file';
  return current === null && incoming === null ? 'rename_rename' : 'modify_delete';
}

/** Finds the messages about a path or one of its entries, except those that only report an automatic merge. */
export function messagesAbout(
  conflicted: ConflictedPath,
  messages: readonly MergeMessage[],
): readonly MergeMessage[] {
  const paths = [conflicted.path, conflicted.base?.path, conflicted.current?.path, conflicted.incoming?.path];
  return messages.filter(
    (message) => message.type !== 'Auto-merging' && message.paths.some((path) => paths.includes(path)),
  );
}
