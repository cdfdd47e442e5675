/** What was found to be otherwise than recorded: whether it was told before, and how it reads. */
import { type Sha, shortSha } from '../../shared/ids.ts';
import type { Effort, Finding } from '../state.ts';

/** Says whether a difference was told before. */
export function isSaid(
  findings: readonly Finding[],
  { kind, subject, git_says }: Omit<Finding, 'at'>,
): boolean {
  return findings.some((old) => old.kind === kind && old.subject === subject && old.git_says === git_says);
}

/** Gives how a branch differs from what was recorded; null: it does not. A tip of null: the branch is gone. */
export function branchDifference(effort: Effort, tip: Sha | null): Omit<Finding, 'at'> | null {
  if (tip === effort.tip) return null;
  const recorded = {
    subject: effort.name,
    severity: 'MEDIUM',
    checkpoint_says: `tip ${shortSha(effort.tip)}`,
  } as const;
  return tip === null
    ? {
        ...recorded,
        kind: 'branch_deleted',
        git_says: 'the branch is gone; the recorded commit is kept and used',
      }
    : { ...recorded, kind: 'branch_moved', git_says: `tip ${shortSha(tip)}; the recorded commit is used` };
}

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
