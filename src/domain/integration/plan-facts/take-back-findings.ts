import type { Judged } from '../../landed/judged.ts';
import { takenBackWords } from '../../landed/words.ts';
import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { PlanFinding } from './plan-finding.ts';

/** More commits than these are counted. */
const MOST_NAMED = 3;

/** Says what an effort would take back of what landed: what a person has to say is meant, and beside it what is only worth knowing. */
export function takeBackFindings(effort: EffortName, found: readonly Judged[]): readonly PlanFinding[] {
  const asked = found.filter((one) => one.asked);
  const listed = found.filter((one) => !one.asked);
  const explained = listed.find((one) => one.explained !== null)?.explained ?? null;
  return [
    ...(asked.length === 0
      ? []
      : [
          {
            kind: 'takes_back',
            subject: effort,
            severity: 'HIGH',
            checkpoint_says: `would take back ${namedCommits(asked)}`,
            git_says: 'nothing in it says that this is meant, so it lands only when somebody says so',
          } as const,
        ]),
    ...(listed.length === 0
      ? []
      : [
          {
            kind: 'takes_back_part',
            subject: effort,
            severity: 'LOW',
            checkpoint_says: `takes back lines of ${namedCommits(listed)}`,
            git_says: explained ?? 'less than half of it, or long ago',
          } as const,
        ]),
  ];
}

function namedCommits(found: readonly Judged[]): string {
  const more = found.length - MOST_NAMED;
  const named = found.slice(0, MOST_NAMED).map(takenBackWords);
  return [...named, ...(more > 0 ? [`${counted(more, 'more commit')}`] : [])].join('; ');
}
