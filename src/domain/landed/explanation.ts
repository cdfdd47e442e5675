/** Whether a change says itself that it takes back what landed. */
import type { CountedCommit } from './taken-back.ts';

/** What a change says of itself. */
export interface Said {
  /** Messages of its commits: subject and body. */
  readonly messages: readonly string[];
  /** Names of branches that it brings in. */
  readonly branches: readonly string[];
}

/** Branches that are kept beside the target and merged forward into it: `release/1.x`, `maint`, `3.0.x`, `1.0-maintenance`. */
const RELEASE_BRANCH =
  /^(?:.*\/)?(?:(?:releases?|maint(?:enance)?|stable|support)(?:[/._-]?v?\d[\w.]*)?|v?\d+(?:\.(?:\d+|x))+(?:[-_.](?:maint(?:enance)?|stable|support|releases?))?)$/i;
const REVERTS =
  /^(?:[\w-]+(?:\([^)]*\))?!?:\s*)?(?:re-?)?(?:revert|back(?:s|ed|ing)?[ -]?out|roll(?:s|ed|ing)?[ -]?back)/i;
const QUOTED = /^(?:[\w-]+(?:\([^)]*\))?!?:\s*)?(Revert|Reapply) "(.+)"/i;
const MERGED_BRANCH =
  /^Merge (?:remote-tracking )?branch(?:es)? '([^']+)'|^Merge pull request #\d+ from [^/\s]+\/(\S+)/;

/** Returns why it is no surprise that a change takes a commit back, as the end of a sentence; null: nothing says so. */
export function explanationOf(
  { messages, branches }: Said,
  { commit, message }: Pick<CountedCommit, 'commit' | 'message'>,
  others: Iterable<Pick<CountedCommit, 'commit' | 'message'>>,
): string | null {
  if (messages.some((text) => namesCommit(text, commit))) return 'it names the commit';
  const subject = subjectOf(message);
  const reverts = messages.filter((text) => REVERTS.test(text) || QUOTED.test(text));
  if (reverts.some((text) => quotes(text, subject))) return 'it says that it reverts it';
  const known = [...others];
  // A revert of something that is not among the commits (a pull request, a rebased commit) may mean any of them.
  if (
    reverts.some(
      (text) => !known.some((one) => namesCommit(text, one.commit) || quotes(text, subjectOf(one.message))),
    )
  )
    return 'it says that it reverts';
  const release = releaseBranchOf({ messages, branches });
  return release === null ? null : `it brings ${release} forward`;
}

/** Returns the release branch that a change brings forward; null: it is none. */
export function releaseBranchOf({ messages, branches }: Said): string | null {
  const all = [...branches, ...messages.flatMap(mergedBranch)];
  return all.find((branch) => RELEASE_BRANCH.test(branch)) ?? null;
}

/** Returns the first line of a message. */
export function subjectOf(message: string): string {
  return message.split('\n')[0] ?? '';
}

function namesCommit(text: string, commit: string): boolean {
  return text.match(/\b[0-9a-f]{7,64}\b/g)?.some((name) => commit.startsWith(name)) === true;
}

/** Checks whether a revert quotes a subject, with or without the number of its pull request. */
function quotes(text: string, subject: string): boolean {
  const [, verb = '', quoted] = QUOTED.exec(subjectOf(text)) ?? [];
  if (quoted === undefined) return false;
  const meant = /reapply/i.test(verb) ? `Revert "${quoted}"` : quoted;
  return withoutNumber(meant) === withoutNumber(subject);
}

function withoutNumber(subject: string): string {
  return subject.replace(/\s*\(#\d+\)$/, '');
}

/** Returns the branch that a message says was merged, without its owner. */
export function mergedBranch(text: string): readonly string[] {
  const [, branch, of_request] = MERGED_BRANCH.exec(text) ?? [];
  return [branch ?? of_request ?? []].flat();
}
