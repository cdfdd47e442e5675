/** What became of every effort and of the final gates, both before and after landing. */
import { heldBecause } from '../../domain/integration/selectors/effort-status.ts';
import { type Line, line, span } from '../frame/line.ts';
import { tableRow } from '../frame/table.ts';
import { displayWidth } from '../frame/width.ts';
import type { Look } from '../screen-input.ts';
import { changeOf, effortMark, effortTests } from './effort-facts.ts';
import { runMark, runResult } from './gate-facts.ts';

/** Returns a row for every effort: its state, its size, its tests, and why it is not merged. */
export function effortOutcomes(look: Look, width: number): readonly Line[] {
  const longest = Math.max(...look.snapshot.state.efforts_included.map(({ name }) => displayWidth(name)));
  const columns = [
    { title: '', width: Math.max(12, Math.min(longest, 30, width - 50)) },
    { title: '', width: 14 },
    { title: '', width: 12, align: 'right' } as const,
    { title: '', width: 9, align: 'right' } as const,
  ];
  return look.snapshot.state.efforts_included.map((effort) =>
    line(
      '   ',
      tableRow(columns, [
        effort.name,
        effortMark(look, effort),
        changeOf(effort),
        effortTests(look.snapshot, effort),
      ]),
      heldBecause(effort) === null ? '' : span(`  ${heldBecause(effort)}`, { dim: true }),
    ),
  );
}

/** Returns a row for the newest run of every final gate. */
export function finalGates(look: Look): readonly Line[] {
  const newest = new Map(
    look.snapshot.state.gate_runs.filter((run) => run.subject.kind === 'final').map((run) => [run.gate, run]),
  );
  return [...newest.values()].map((run) =>
    line(`   gate       ${run.gate} `, runMark(run), ` ${runResult(look.snapshot, run)}`),
  );
}
