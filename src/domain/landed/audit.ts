import type { Instant, Sha } from '../shared/ids.ts';
import { subjectOf } from './explanation.ts';
import { isMuch, judged } from './judged.ts';
import type { CommitPatch } from './patch.ts';
import { type CountedCommit, countedCommit, landedWork, takenBack } from './taken-back.ts';

/** A commit or a merge on the first-parent line, with what it changes in all, and the commits that came with it: itself where it is no merge. */
export interface Landing extends CommitPatch {
  readonly brought: readonly CommitPatch[];
}

/** A commit that was taken back, by one landing or by several. */
export interface TakenBackCommit {
  readonly commit: Sha;
  readonly subject: string;
  readonly by: readonly TakingLanding[];
}

/** A landing that took a commit back. */
export interface TakingLanding {
  readonly commit: Sha;
  readonly subject: string;
  readonly at: Instant;
  readonly lines: number;
  readonly of_lines: number;
  readonly tests: readonly string[];
  readonly paths: readonly string[];
  /** Why it is no surprise; null: it took it back without a word. */
  readonly explained: string | null;
  /** The landing that took this one back in turn, so that the commit came in again; null: none did. */
  readonly mended_by: Sha | null;
}

/** What the landings of a range took back. */
export interface AuditReport {
  readonly tip: Sha;
  readonly landings: number;
  /** In the order in which they were taken back first. */
  readonly taken_back: readonly TakenBackCommit[];
}

/** Landings that are known, and what was found in them. Older ones than a landing is compared with are forgotten. */
export interface Audit {
  readonly window: readonly { readonly landing: Sha; readonly commits: readonly CountedCommit[] }[];
  readonly taken_back: ReadonlyMap<Sha, TakenBackCommit>;
}

export const NO_AUDIT: Audit = { window: [], taken_back: new Map() };

/** Each landing is compared with so many before it. */
export const COMPARED_LANDINGS = 200;

/** Adds the next landing, the oldest first. One that is only known is compared with nothing. */
export function afterLanding(audit: Audit, landing: Landing, is_only_known: boolean): Audit {
  const commits = landing.brought.map(countedCommit);
  const window = [{ landing: landing.commit, commits }, ...audit.window].slice(0, COMPARED_LANDINGS);
  if (is_only_known) return { ...audit, window };
  return { window, taken_back: withTakenBack(audit, landing) };
}

function withTakenBack(audit: Audit, landing: Landing): Audit['taken_back'] {
  const earlier = audit.window.flatMap(({ commits }) => commits);
  const said = { messages: [landing.message], branches: [], at: landing.committed_at };
  const found = judged(said, takenBack(landing.files, landedWork(earlier)), earlier);
  const all = new Map(audit.taken_back);
  const is_taken = (commit: Sha) => found.some((one) => one.landed.commit === commit && isMuch(one));
  const mended = new Set(
    audit.window
      .filter(({ commits }) => commits.some(({ commit }) => is_taken(commit)))
      .map((one) => one.landing),
  );
  for (const [commit, taken] of all) {
    if (!taken.by.some((one) => mended.has(one.commit))) continue;
    const by = taken.by.map((one) => (mended.has(one.commit) ? { ...one, mended_by: landing.commit } : one));
    all.set(commit, { ...taken, by });
  }
  for (const { asked, explained, landed, gone, back, tests, paths } of found) {
    if (!asked && explained === null) continue;
    const by = {
      commit: landing.commit,
      subject: subjectOf(landing.message),
      at: landing.committed_at,
      lines: gone + back,
      of_lines: landed.of_lines,
      tests,
      paths,
      explained,
      mended_by: null,
    };
    const before = all.get(landed.commit)?.by ?? [];
    all.set(landed.commit, {
      commit: landed.commit,
      subject: subjectOf(landed.message),
      by: [...before, by],
    });
  }
  return all;
}

/** Checks whether a commit was taken back without a word. */
export function isSilent({ by }: TakenBackCommit): boolean {
  return by.some(({ explained }) => explained === null);
}
