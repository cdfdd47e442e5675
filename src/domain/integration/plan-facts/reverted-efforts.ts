import { dependentsOf } from '../../shared/graph.ts';
import { type BranchName, type EffortName, shortSha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { isInTarget } from '../selectors/effort-status.ts';
import type { Effort } from '../state.ts';
import type { PlanFinding } from './plan-finding.ts';
import type { Lacking } from './reverted-lines.ts';
import type { RevertedWork } from './reverts.ts';

/** Work of an effort that was merged into the target, and is not in it any more. */
export interface RevertedEffort extends RevertedWork {
  readonly lacking: Lacking;
}

/**
 * Applies to the efforts of a plan what is known of reverted work. One that is nothing but that work is in the target by its commits, and
 * not by its content. One that stands on it is excluded, with those that depend on it: an operator may include it again. There is a finding for each.
 */
export function withoutReverted(
  efforts: readonly Effort[],
  reverted: ReadonlyMap<EffortName, RevertedEffort>,
  target: BranchName,
): { readonly efforts: readonly Effort[]; readonly findings: readonly PlanFinding[] } {
  const graph = new Map(efforts.map(({ name, dependencies }) => [name, dependencies]));
  const missing = efforts.filter(
    (effort) => reverted.has(effort.name) && (isInTarget(effort) || !reverted.get(effort.name)?.is_start),
  );
  const base = (name: EffortName) => missing.find((other) => dependentsOf(graph, [other.name]).has(name));
  const judged = efforts.map((effort): readonly [Effort, PlanFinding | null] => {
    const own = reverted.get(effort.name);
    const work = own ?? reverted.get(base(effort.name)?.name ?? effort.name);
    if (work === undefined) return [effort, null];
    const found = { subject: effort.name, severity: 'HIGH' } as const;
    const way_out = wayOut(work, target);
    if (own !== undefined && isInTarget(effort)) {
      const git_says = `to bring it in again, ${way_out}`;
      const finding = {
        ...found,
        kind: 'merge_reverted',
        checkpoint_says: wordsOf(own, target),
        git_says,
      } as const;
      return [{ ...effort, already_in: 'reverted' }, finding];
    }
    if (effort.status !== 'PENDING') return [effort, null];
    if (own?.is_start) {
      const checkpoint_says = `it began on ${shortSha(own.merged_in)}, which was reverted in ${revertNames(own)}; ${lackingWords(own, target)}`;
      const git_says = `if it needs that, ${way_out}`;
      return [effort, { ...found, kind: 'start_reverted', severity: 'MEDIUM', checkpoint_says, git_says }];
    }
    const checkpoint_says = `what it stands on ${wordsOf(work, target)}, so it is excluded`;
    const git_says = `to have both, ${way_out}, and plan again; or include it as it is`;
    return [
      { ...effort, excluded: true },
      { ...found, kind: 'base_reverted', checkpoint_says, git_says },
    ];
  });
  return {
    efforts: judged.map(([effort]) => effort),
    findings: judged.flatMap(([, finding]) => finding ?? []),
  };
}

function wayOut({ reverts }: RevertedEffort, target: BranchName): string {
  const again =
    reverts.length === 0 ? '' : `revert the revert (git revert ${reverts.map(shortSha).join(' ')}), or `;
  return `${again}cherry-pick what was merged onto ${target}`;
}

function wordsOf(work: RevertedEffort, target: BranchName): string {
  const merged = `was merged in ${shortSha(work.merged_in)}`;
  return work.reverts.length === 0
    ? `${merged}; nothing of its ${amount(work)} is in ${target} any more`
    : `${merged} and reverted in ${revertNames(work)}; ${lackingWords(work, target)}`;
}

function lackingWords(work: RevertedEffort, target: BranchName): string {
  const { lines, files } = work.lacking;
  return `its ${amount(work)} ${(lines || files) === 1 ? 'is' : 'are'} not in ${target}`;
}

function amount({ lacking: { lines, files } }: RevertedEffort): string {
  return lines > 0 ? counted(lines, 'line') : counted(files, 'file');
}

function revertNames({ reverts }: RevertedEffort): string {
  return reverts.map(shortSha).join(', ');
}
