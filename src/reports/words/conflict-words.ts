/** Words of the reports for conflicts: their number, what they are, what a resolution would lose. */
import type {
  Conflict,
  ConflictLevel,
  LineRange,
  Loss,
  Option,
  Severity,
} from '../../domain/conflict/conflict.ts';
import { currentAuthors } from '../../domain/integration/selectors/side-names.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { EffortName } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { code, prose } from './markdown.ts';

/** Returns the number that all reports of a session use for a conflict: `INT-001`. */
export function conflictNumber(state: IntegrationState, conflict: Conflict): string {
  const ordinal = state.conflicts_detected.findIndex(({ id }) => id === conflict.id) + 1;
  return `INT-${String(ordinal).padStart(3, '0')}`;
}

/** Checks whether a conflict waits for a decision: it is not resolved, and its effort is not held because of it. */
export function isOpen(conflict: Conflict): boolean {
  return conflict.resolution_status === 'IN_PROGRESS' && conflict.resolution_strategy === null;
}

/** Returns the worst severity of a conflict's hunks. */
export function severityOf({ hunks }: Conflict): Severity {
  const has = (severity: Severity) => hunks.some((hunk) => hunk.severity === severity);
  return has('HIGH') ? 'HIGH' : has('MEDIUM') ? 'MEDIUM' : 'LOW';
}

/** Returns the level at which a conflict must be understood: the highest of its hunks. */
export function levelOf({ hunks }: Conflict): ConflictLevel {
  const has = (level: ConflictLevel) => hunks.some((hunk) => hunk.level === level);
  return has('semantic') ? 'semantic' : has('line') ? 'line' : 'file';
}

/** Returns `High`, `Medium` or `Low`. */
export function severityWord(severity: Severity): string {
  return `${severity[0]}${severity.slice(1).toLowerCase()}`;
}

/** Lists whose work a conflict is between: its own effort's, and that of those who wrote the lines that are in. */
export function workflowsOf(state: IntegrationState, conflict: Conflict): readonly string[] {
  return [conflict.effort, ...currentAuthors(state, conflict)];
}

/** Returns `Lines 45-60`, `Line 45`, or `No lines, at line 45`. */
export function linesText({ start, count }: LineRange): string {
  if (count === 0) return `No lines, at line ${start}`;
  return count === 1 ? `Line ${start}` : `Lines ${start}-${start + count - 1}`;
}

/** Describes what a result loses of each side, even when that is nothing. */
export function lossText({ current, incoming }: Option['loses'], effort: EffortName): string {
  const parts = [lostOf(current, 'of what is already in'), lostOf(incoming, `of ${effort}`)].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? 'nothing of either side' : parts.join('; ');
}

function lostOf({ lines, examples }: Loss, whose: string): string | null {
  if (lines === 0) return null;
  const shown = examples.slice(0, 3).map((example) => code(example.trim()));
  return `${counted(lines, 'line')} ${prose(whose)}${shown.length === 0 ? '' : ` (${shown.join(', ')})`}`;
}
