/** How many runs of a gate are worth having at once: as many as its runs beside each other showed not to slow each other down. */
import type { GateRun } from '../../../gate/gate.ts';
import type { GateName } from '../../../shared/ids.ts';
import { epochMs } from '../../../shared/time.ts';
import type { IntegrationState } from '../../state.ts';

/** What settings may say at most. */
const MOST = 64;

/** A wider one that gains less than a tenth is not worth the machine. */
const ENOUGH = 0.9;

/**
 * Returns how many runs of a gate are started at once, at most `max_concurrency`. Before two of them ran beside each other: two, the second to
 * see how much it slows the first.
 */
export function suiteWidth(state: IntegrationState, gate: GateName): number {
  const most = Math.min(MOST, Math.max(1, state.settings.max_concurrency));
  const slowdown = slowdownOf(state, gate);
  if (slowdown === null) return Math.min(2, most);
  const widths = Array.from({ length: most }, (_, index) => index + 1);
  const speedOf = (width: number) => width / (1 + slowdown * (width - 1));
  const best = Math.max(...widths.map(speedOf));
  return widths.find((width) => speedOf(width) >= ENOUGH * best) ?? most;
}

/** Returns how much longer a run takes for each other run beside it, as a share of its time alone; null: not known. */
function slowdownOf(state: IntegrationState, gate: GateName): number | null {
  const spans = state.gate_runs.map(spanOf).filter((span) => span !== null);
  const own = spans
    .filter(({ run }) => run.gate === gate)
    .map((span) => ({ ms: span.to - span.from, beside: besideOf(span, spans) }));
  const alone = middle(own.filter(({ beside }) => beside < 0.1).map(({ ms }) => ms));
  if (alone === null || alone <= 0) return null;
  const together = own.filter(({ beside }) => beside >= 0.5);
  const found = middle(together.map(({ ms, beside }) => (ms / alone - 1) / beside));
  return found === null ? null : Math.max(0, found);
}

interface Span {
  readonly run: GateRun;
  readonly from: number;
  readonly to: number;
}

function spanOf(run: GateRun): Span | null {
  if (run.duration_ms === null || run.exit_code === null || run.reused_from !== null) return null;
  const from = epochMs(run.started_at);
  return { run, from, to: from + run.duration_ms };
}

/** Counts the runs beside a run, each by the share of its time. */
function besideOf({ run, from, to }: Span, spans: readonly Span[]): number {
  if (to <= from) return 0;
  const shared = spans
    .filter((other) => other.run !== run)
    .map((other) => Math.max(0, Math.min(to, other.to) - Math.max(from, other.from)));
  return shared.reduce((sum, ms) => sum + ms, 0) / (to - from);
}

function middle(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
