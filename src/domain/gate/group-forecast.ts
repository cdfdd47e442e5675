import type { EffortName } from '../shared/ids.ts';
import { type Answer, searchGroups } from './group-search.ts';

/** What finding out who is red takes. */
export interface GroupForecast {
  /** How often a full suite is waited for, one after the other. */
  readonly rounds: number;
  readonly runs: number;
  /** Places in the order of those that are convicted. */
  readonly convicted: readonly number[];
}

export interface GroupLayout {
  readonly efforts: number;
  readonly share: number;
  /** Runs that go on at once. */
  readonly width: number;
  /** Whether groups run beside the run on everything, in case it is red. */
  readonly beside: boolean;
  /** Attempts until a red run counts for a conviction. */
  readonly attempts: number;
  /** Checks whether the gate is red with the efforts at these places of the order. */
  readonly isRed: (places: ReadonlySet<number>) => boolean;
}

/** Goes through the whole search with runs that all take the same time. Runs that are cancelled count as well. */
export function forecastGroups(layout: GroupLayout): GroupForecast {
  const { efforts, share, width, beside, attempts, isRed } = layout;
  const names = Array.from({ length: efforts }, (_, place) => `${place}` as EffortName);
  const reds = new Map<string, number>();
  const answerOf = (set: readonly EffortName[]): Answer => {
    const red = reds.get(set.join());
    return red === undefined ? 'open' : red === 0 ? 'green' : red < attempts ? 'doubted' : 'red';
  };
  let runs = 0;
  for (let rounds = 0; ; rounds += 1) {
    const suspects = { efforts: names, dependents: () => [], share, answerOf };
    const { end, wanted, convicted } = searchGroups(suspects, runs > 0 || beside ? width : 1);
    if (end !== null)
      return { rounds, runs, convicted: convicted.map(({ effort }) => names.indexOf(effort)) };
    for (const set of wanted) {
      const before = reds.get(set.join()) ?? 0;
      reds.set(set.join(), isRed(new Set(set.map(Number))) ? before + 1 : 0);
      runs += 1;
    }
  }
}
