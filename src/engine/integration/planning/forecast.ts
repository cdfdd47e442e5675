/** Forecasts conflicts in memory: each effort with the target, each pair that shares a file. Leaves nothing in the repository. */

import type { FlaggedPair } from '../../../domain/integration/plan-facts/flagged-pair.ts';
import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import type { Effort, Forecast } from '../../../domain/integration/state.ts';
import type { BranchName, EffortName, Sha } from '../../../domain/shared/ids.ts';
import { forecastPairs } from './forecast-pairs.ts';
import { knownPart } from './known-part.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** The conflicts, and the efforts that git cannot merge at all. */
export interface Foreseen extends Pick<Forecast, 'with_target' | 'pairs'> {
  readonly failed: ReadonlyMap<EffortName, string>;
  /** What git could not say. */
  readonly unknown: readonly PlanFinding[];
}

/** Finds conflicts with the target and between efforts. Skips pairs that share no file. */
export async function forecastConflicts(
  ports: PlanPorts,
  { target, target_base }: { readonly target: BranchName; readonly target_base: Sha },
  efforts: readonly Effort[],
  looked: readonly Looked[],
  onFlagged: (flagged: readonly FlaggedPair[]) => void,
): Promise<Foreseen> {
  const seen = new Map(looked.map((one) => [one.effort.name, one]));
  const lookedAt = ({ name }: Effort) => seen.get(name) as Looked;
  const paths = new Map(looked.map((one) => [one.effort.name, new Set(one.changed.map(({ path }) => path))]));
  const sharing = efforts.flatMap((a, index) =>
    efforts.slice(index + 1).flatMap((b) => {
      const files = shared(paths.get(a.name), paths.get(b.name));
      return files.length === 0 ? [] : [{ a, b, files }];
    }),
  );
  const merges = forecastPairs(
    ports.history,
    sharing.map(({ a, b }) => [lookedAt(a), lookedAt(b)] as const),
  );
  const onto_target = efforts.map((effort) => ({
    onto: target_base,
    incoming: effort.tip,
    parted: lookedAt(effort).meets_once ? ([effort.merge_base, effort.merge_base] as const) : null,
    squashed: lookedAt(effort).squashed_part,
  }));
  const flag = (doubtful: readonly number[]) => {
    const named = [...efforts.map(({ name }) => ({ a: name, b: null })), ...sharing.map(namesOf)];
    onFlagged(doubtful.flatMap((index) => named[index] ?? []));
  };
  const all = merges.then((each) => ports.objects.forecast([...onto_target, ...each], target_base, flag));
  const whole = await knownPart('collisions', target, all);
  // Where git fails at the pairs, it may still answer about the target.
  const { known, findings } =
    whole.known === null
      ? await knownPart('target_conflicts', target, ports.objects.forecast(onto_target, target_base))
      : { known: whole.known, findings: [] };
  const outcomes = known ?? [];
  const with_target = efforts.flatMap((effort, index) => {
    const files = outcomes[index]?.conflicted ?? [];
    return files.length === 0 ? [] : [{ effort: effort.name, files }];
  });
  const drifted = new Map(with_target.map(({ effort, files }) => [effort, new Set(files)]));
  const pairs = sharing.map(({ a, b, files }, index) => {
    // A file that already conflicts with the target is nothing new for the pair.
    const known = (file: string) => drifted.get(a.name)?.has(file) || drifted.get(b.name)?.has(file);
    const conflicted = (outcomes[efforts.length + index]?.conflicted ?? []).filter((file) => !known(file));
    return { a: a.name, b: b.name, files, hunks: conflicted.length, conflict: conflicted.length > 0 };
  });
  const failed = efforts.flatMap(({ name }, index) => {
    const because = outcomes[index]?.failed ?? null;
    return because === null ? [] : [[name, because] as const];
  });
  return { with_target, pairs, failed: new Map(failed), unknown: [...whole.findings, ...findings] };
}

function namesOf({ a, b }: { readonly a: Effort; readonly b: Effort }): FlaggedPair {
  return { a: a.name, b: b.name };
}

function shared(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): readonly string[] {
  return a === undefined || b === undefined ? [] : [...a].filter((path) => b.has(path));
}
