/** Decides which gates judge what, which verdicts may be reused, and which gates must not run at the same time. */
import type { GateSettings, Settings } from '../config/settings.ts';
import type { GateName, Sha } from '../shared/ids.ts';
import type { GateRun, GateSubject } from './gate.ts';

/**
 * Returns the gates that judge a subject. Every gate judges the final tree, even those for efforts: it is the tree that lands. Nothing
 * has judged it before, unless it is the very tree of the last effort, whose verdict is then reused. Every gate also judges the baseline,
 * for comparison.
 */
export function gatesFor(settings: Pick<Settings, 'gates'>, subject: GateSubject): readonly GateSettings[] {
  switch (subject.kind) {
    case 'baseline':
    case 'final':
    case 'group':
    case 'guard':
    case 'proof':
      return settings.gates;
    case 'effort':
    case 'probe':
    case 'option':
      return settings.gates.filter((gate) => gate.when !== 'final');
  }
}

/** What a verdict belongs to: a tree, and a command with its environment. */
export interface RunKey {
  readonly gate: GateName;
  readonly tree: Sha;
  readonly command_digest: string;
}

/**
 * Finds an earlier run whose verdict holds for this tree, command and environment; null: the gate must run. Only green verdicts are
 * reused, and only if no run of the same key disagrees: a red one may be flaky, and one that did not run proves nothing.
 */
export function reusableRun(runs: readonly GateRun[], key: RunKey): GateRun | null {
  const same = runs.filter(
    (run) =>
      run.status === 'FINISHED' &&
      run.gate === key.gate &&
      run.tree === key.tree &&
      run.command_digest === key.command_digest,
  );
  if (same.some((run) => run.verdict === 'failed' || run.verdict === 'inconclusive')) return null;
  const green = same.filter((run) => run.verdict === 'passed' || run.verdict === 'pre_existing');
  return green.find((run) => run.reused_from === null) ?? green[0] ?? null;
}
