/** Which gates judge what, which verdicts may be taken over, and which gates must not run at once. */
import type { GateSettings, Settings } from '../config/settings.ts';
import type { GateName, Sha } from '../shared/ids.ts';
import type { GateRun, GateSubject } from './gate.ts';

/**
 * Gives the gates that judge a subject. The final tree passes every gate, those for efforts too: it is the tree that lands, and unless it
 * is the very tree of the last effort (then its verdict is taken over) nothing has judged it. So does the baseline, to compare with.
 */
export function gatesFor(settings: Pick<Settings, 'gates'>, subject: GateSubject): readonly GateSettings[] {
  switch (subject.kind) {
    case 'baseline':
    case 'final':
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
 * Gives an earlier run whose verdict holds for this tree, command and environment; null: the gate must run. Only green verdicts are taken
 * over, and only where no run of the same key says otherwise: a red one may be flaky, and one that did not run says nothing.
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

/** Says whether two gates name the same resource, so that they must not run at once. */
export function conflictsOnResource(
  a: Pick<GateSettings, 'exclusive'>,
  b: Pick<GateSettings, 'exclusive'>,
): boolean {
  return a.exclusive.some((resource) => b.exclusive.includes(resource));
}
