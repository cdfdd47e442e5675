import type { Finding } from '../state.ts';

/** Kinds that are about our own files: git has nothing to say to them. */
const NOT_OF_GIT: readonly Finding['kind'][] = [
  'journal_unusable',
  'settings_changed',
  'storage_doubtful',
  'branch_unreadable',
];

/** Gives a difference in one line. */
export function findingLine({ kind, subject, checkpoint_says, git_says }: Finding): string {
  const who = NOT_OF_GIT.includes(kind) ? '' : 'git says ';
  return `${subject}: ${checkpoint_says}; ${who}${git_says}`;
}

/** Gives what a difference is about, what was recorded and what is there now. */
export function findingParts({
  kind,
  subject,
  checkpoint_says,
  git_says,
}: Finding): readonly [subject: string, recorded: string, now: string] {
  return NOT_OF_GIT.includes(kind)
    ? [subject, checkpoint_says, git_says]
    : [subject, `checkpoint: ${checkpoint_says}`, `git: ${git_says}`];
}
