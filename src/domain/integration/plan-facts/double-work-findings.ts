import type { ClaimKind } from '../../double-work/claim.ts';
import type { DoubleClaim } from '../../double-work/double-claims.ts';
import type { DoubleWork } from '../../double-work/double-work.ts';
import { doubleClaimWords } from '../../double-work/words.ts';
import type { BranchName, EffortName } from '../../shared/ids.ts';
import type { PlanFinding } from './plan-finding.ts';

/** More things than these are counted, and more findings left out. */
const MOST_NAMED = 3;
const MOST_SAID = 50;

/** What several efforts do with what they claim, and what follows. */
const WORDS: Readonly<Record<ClaimKind, readonly [verb: string, follows: string]>> = {
  issue: ['works on', 'the same work may have been done twice'],
  number: ['takes', 'all of them merge, and only one can have it'],
  name: ['declares', 'two of one name may be the same work done twice'],
  route: ['adds', 'only one of them will answer'],
  port: ['takes', 'only one of them can listen'],
  key: ['adds', 'one of them hides the others'],
  value: ['takes', 'two names for one value are hard to tell apart later'],
};

/** Says what efforts do twice, or against each other: each finding is about all efforts that it names. */
export function doubleWorkFindings({ claimed_twice, gone }: DoubleWork<EffortName>): readonly PlanFinding[] {
  const groups = Map.groupBy(claimed_twice, (one) => [one.kind, ...effortsOf(one)].join('\0'));
  const used = gone.map(
    ({ name, became, removed_by, used_by, paths }): PlanFinding => ({
      kind: 'uses_removed',
      subject: used_by,
      others: [removed_by],
      severity: 'MEDIUM',
      checkpoint_says: `begins to use ${name} in ${paths.join(', ')}, which ${removed_by} ${became === null ? 'removes' : `renames to ${became}`} everywhere`,
      git_says: 'where both merge, the name is not there',
    }),
  );
  return [...used, ...[...groups.values()].flatMap(findingOf)].slice(0, MOST_SAID);
}

/** Says that nobody knows whether efforts do the same work. */
export function doubleWorkUnknown(target: BranchName, because: string): PlanFinding {
  return {
    kind: 'double_work',
    subject: target,
    severity: 'LOW',
    checkpoint_says: 'whether efforts do the same work is not known',
    git_says: because,
  };
}

function findingOf(claimed_twice: readonly DoubleClaim<EffortName>[]): readonly PlanFinding[] {
  const [first] = claimed_twice;
  const [subject, ...others] = first === undefined ? [] : effortsOf(first);
  if (first === undefined || subject === undefined) return [];
  const [verb, follows] = WORDS[first.kind];
  const more = claimed_twice.length - MOST_NAMED;
  const named = [
    ...claimed_twice.slice(0, MOST_NAMED).map(doubleClaimWords),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  return [
    {
      kind: 'double_work',
      subject,
      others,
      severity: 'MEDIUM',
      checkpoint_says: `${verb} what ${others.join(', ')} ${others.length === 1 ? verb : verb.replace(/s\b/, '')} too: ${named.join('; ')}`,
      git_says: follows,
    },
  ];
}

function effortsOf({ places }: DoubleClaim<EffortName>): readonly EffortName[] {
  return [...new Set(places.map(({ by }) => by))];
}
