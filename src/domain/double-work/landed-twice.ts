import type { AuditReport, Landing } from '../landed/audit.ts';
import { mergedBranch, releaseBranchOf, subjectOf } from '../landed/explanation.ts';
import type { LostInMerge } from '../landed/lost-in-merge.ts';
import type { Instant, Sha } from '../shared/ids.ts';
import { epochMs } from '../shared/time.ts';
import type { ClaimingChange, ClaimKind } from './claim.ts';
import type { Tie } from './double-claims.ts';
import type { DoubleWork } from './double-work.ts';

/** What landings that were open at the same time did twice, or against each other. */
export interface LandedTwice {
  readonly kind: ClaimKind | 'gone';
  readonly what: string;
  /** The oldest first. */
  readonly by: readonly {
    readonly commit: Sha;
    readonly subject: string;
    readonly at: Instant;
    readonly path: string | null;
  }[];
}

/** All that an audit finds. */
export interface FullAudit extends AuditReport {
  readonly lost: readonly LostInMerge[];
  /** Why it is not known of all merges what they lost; null: it is. */
  readonly lost_unknown: string | null;
  readonly double_work: readonly LandedTwice[];
}

/** A landing as a change, from its first commit to when it landed. */
export interface LandedChange extends ClaimingChange<Sha> {
  readonly opened_at: Instant;
  readonly landed_at: Instant;
}

/** What landed this soon after something else was pushed with it. */
const ONE_PUSH_MS = 60_000;

/** Returns what landed as a change; null where it brings a release branch forward, whose work landed before. */
export function landedChange(landing: Landing): LandedChange | null {
  const messages = [landing.message, ...landing.brought.map(({ message }) => message)];
  if (releaseBranchOf({ messages: [landing.message], branches: [] }) !== null) return null;
  const began = [landing, ...landing.brought].map(({ authored_at }) => authored_at);
  return {
    name: landing.commit,
    branches: mergedBranch(landing.message),
    messages: [...new Set(messages)],
    files: landing.files,
    opened_at: began.reduce((first, at) => (epochMs(at) < epochMs(first) ? at : first)),
    landed_at: landing.committed_at,
  };
}

/** Returns how landings belong together: those that were never open at once are one after the other. */
export function tieOfLandings(changes: readonly LandedChange[]): (a: Sha, b: Sha) => Tie {
  const times = new Map(
    changes.map(({ name, opened_at, landed_at }) => [
      name,
      [epochMs(opened_at), epochMs(landed_at)] as const,
    ]),
  );
  return (a, b) => {
    const [one, other] = [times.get(a), times.get(b)];
    if (one === undefined || other === undefined) return 'stacked';
    const at_once = one[0] < other[1] && other[0] < one[1];
    return at_once && Math.abs(one[1] - other[1]) > ONE_PUSH_MS ? 'apart' : 'stacked';
  };
}

/** Returns what was found, each by the landings that did it. */
export function landedTwice(
  { claimed_twice, gone }: DoubleWork<Sha>,
  changes: readonly LandedChange[],
): readonly LandedTwice[] {
  const known = new Map(changes.map((change, at) => [change.name, { ...change, order: at }]));
  const by = (places: readonly { readonly by: Sha; readonly path: string | null }[]) =>
    places
      .flatMap(({ by: commit, path }) => {
        const change = known.get(commit);
        if (change === undefined) return [];
        const { messages, landed_at: at, order } = change;
        return [{ commit, subject: subjectOf(messages[0] ?? ''), at, path, order }];
      })
      .toSorted((a, b) => a.order - b.order)
      .map(({ order: _, ...landing }) => landing);
  return [
    ...claimed_twice.map(({ kind, what, places }) => ({ kind, what, by: by(places) })),
    ...gone.flatMap(({ name, became, removed_by, removed_from, used_by, paths }): readonly LandedTwice[] => {
      const what = became === null ? name : `${name} (now ${became})`;
      const places = [
        { by: removed_by, path: removed_from },
        { by: used_by, path: paths[0] ?? null },
      ];
      const found = by(places);
      // What used it before it was removed is in the tree that removed it.
      return found[0]?.commit === removed_by ? [{ kind: 'gone', what, by: found }] : [];
    }),
  ];
}
