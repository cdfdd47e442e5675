/**
 * The loss check: what a side wrote and a result does not have. A line counts as lost when it stands nowhere in the result and was not
 * merely rewritten there: laid out anew, given a comma, or joined with what the other side wrote on the same line.
 */
import type { UnexplainedLoss } from '../integration/state.ts';
import type { Loss, Sides } from './conflict.ts';
import { align } from './facts/align.ts';
import { countsOf, surplus } from './facts/counts.ts';
import { wordedLines } from './facts/lines.ts';
import { shown } from './facts/shown.ts';
import { wordsOf } from './facts/tokens.ts';

const NOTHING: Loss = { lines: 0, examples: [] };
const EXAMPLES = 3;
/** Between words, so that no run of words reaches over a line that both have. */
const GAP = '\n';

/** Gives the lines that a side added or changed against base and that are missing in the result; null is "no file". */
export function lossOf(side: string | null, base: string | null, result: string | null): Loss {
  if (side === null || side === result) return NOTHING;
  const added = surplus(sayingLines(side), sayingLines(base ?? ''));
  const missing = [...surplus(added, surplus(sayingLines(result ?? ''), keptOf(side, added)))];
  if (missing.length === 0) return NOTHING;
  const rewritten = rewriting(side, base ?? '', result ?? '');
  const lost = missing.filter((line) => !rewritten(line));
  return { lines: lost.length, examples: [...new Set(lost)].slice(0, EXAMPLES).map(shown) };
}

/** Gives how many lines that a side took out stand in the result again. */
export function restoredBy(side: string | null, base: string | null, result: string | null): number {
  const removed = surplus(sayingLines(base ?? ''), sayingLines(side ?? ''));
  const back = surplus(sayingLines(result ?? ''), sayingLines(side ?? ''));
  return removed.length - surplus(removed, back).length;
}

/** Gives what each side lost in a file beyond what a recorded decision explains. */
export function unexplainedLosses(
  file: Sides<string | null> & {
    readonly path: string;
    readonly result: string | null;
    readonly explained: { readonly current: boolean; readonly incoming: boolean };
  },
): readonly UnexplainedLoss[] {
  return (['current', 'incoming'] as const).flatMap((side): readonly UnexplainedLoss[] => {
    if (file.explained[side]) return [];
    const loss = lossOf(file[side], file.base, file.result);
    return loss.lines === 0 ? [] : [{ path: file.path, side, ...loss }];
  });
}

/** Lines with a letter or a digit in them: a lone bracket is never what somebody misses. */
function sayingLines(text: string): readonly string[] {
  return wordedLines(text).filter((line) => /[\w\x80-\xff]/.test(line));
}

/** The lines of a side that base has too: they use up their own copies in the result first. */
function keptOf(side: string, added: readonly string[]): readonly string[] {
  return surplus(sayingLines(side), added);
}

/** Gives the test for lines that the result holds in another shape. */
function rewriting(side: string, base: string, result: string): (line: string) => boolean {
  const [in_side, in_base, in_result] = [side, base, result].map((text) => countsOf(wordsOf(text)));
  const known = countsOf(sayingLines(side));
  const runs: string[][] = [[]];
  for (const line of wordedLines(result)) {
    const count = known.get(line) ?? 0;
    known.set(line, count - 1);
    if (count <= 0) runs.at(-1)?.push(...wordsOf(line));
    else if (runs.at(-1)?.length !== 0) runs.push([]);
  }
  const sequence = runs.map((run) => run.join(' ')).join(GAP);
  const at = (counts: ReadonlyMap<string, number> | undefined, word: string) => counts?.get(word) ?? 0;

  return (line) => {
    const words = wordsOf(line.replace(/[,;]$/, ''));
    if (` ${sequence.replaceAll(GAP, ` ${GAP} `)} `.includes(` ${words.join(' ')} `)) return true;
    const all_there = words.every(
      (word) => at(in_side, word) <= at(in_base, word) || at(in_result, word) >= at(in_side, word),
    );
    return all_there && runs.some((run) => 2 * (align(words, run, 500)?.length ?? 0) >= words.length);
  };
}
