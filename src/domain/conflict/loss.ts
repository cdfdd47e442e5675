/**
 * The loss check: finds what a side wrote and a result lacks. A line counts as lost when it is nowhere in the result and was not merely
 * rewritten there: laid out differently, given a comma, or joined with what the other side wrote on the same line.
 */
import type { Loss, Sides, UnexplainedLoss } from './conflict.ts';
import { align } from './facts/align.ts';
import { countsOf, surplus } from './facts/counts.ts';
import { trimmed, wordedLines } from './facts/lines.ts';
import { shown } from './facts/shown.ts';
import { wordsOf } from './facts/tokens.ts';

const NOTHING: Loss = { lines: 0, examples: [] };
const EXAMPLES = 3;
/** Separates runs of lines, so that no sequence of words spans a line that both texts have. */
const GAP = ' \n ';
/** The share of a line that one statement of the result must contain, in order, for the line to count as rewritten there. */
const ALIKE = 0.75;
const MOST_EDITS = 500;
const MANY = 1_000;
/** Of a side. Longer ones are compared line by line as they stand. */
const MOST_CHARS = 500_000;

/**
 * Finds the lines that a side added or changed against base and the result lacks; null means "no file". Copies of a line are told apart
 * by their number only: the result owes a side as many as it has, less those of base that the other side removed on purpose.
 */
export function lossOf(
  side: string | null,
  base: string | null,
  result: string | null,
  other: string | null = base,
): Loss {
  if (side === null || side === result) return NOTHING;
  const long = Math.max(side.length, result?.length ?? 0) > MOST_CHARS;
  const kindOf = long ? (line: string) => line : layoutless();
  const texts = [side, base ?? '', other ?? '', result ?? ''].map((text) => text.split('\n'));
  // Usually nothing is missing, and a few lines tell it.
  if (missingOf(differing(texts), kindOf).length === 0) return NOTHING;
  const missing = missingOf(texts, kindOf);
  if (missing.length === 0) return NOTHING;
  // With so many lines missing, it is not worth checking which ones were only rewritten.
  const rewritten = long || missing.length > MANY ? () => false : rewriting(side, base ?? '', result ?? '');
  const lost = missing.filter((line) => !rewritten(line));
  return { lines: lost.length, examples: [...new Set(lost)].slice(0, EXAMPLES).map(shown) };
}

/** Returns the lines that a side added against base and the result lacks, of lists of lines. */
function missingOf(
  texts: readonly (readonly string[])[],
  kindOf: (line: string) => string,
): readonly string[] {
  const [own = [], before = [], other = [], there = []] = texts.map(sayingLines);
  const added = surplus(own, before, kindOf);
  // Lines that the side kept from base use up their copies in the result first, but for those that the other side removed.
  const removed = surplus(before, other, kindOf);
  const kept = surplus(surplus(own, added, kindOf), removed, kindOf);
  const spare = surplus(there, kept, kindOf);
  return surplus(added, spare, kindOf);
}

/**
 * Leaves out the lines that all texts have equally often. What is missing without them may be more than what is missing with them (a copy that
 * one side removed may still be there for another), and is never less.
 */
function differing(texts: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first, ...others] = texts.map(countsOf);
  const isShared = (line: string) => others.every((counts) => counts.get(line) === first?.get(line));
  return texts.map((lines) => lines.filter((line) => !isShared(line)));
}

/** Returns the lines of base that a side had removed and that are in the result again. */
export function restoredBy(
  side: string | null,
  base: string | null,
  result: string | null,
): readonly string[] {
  const [before, own, there] = [base, side, result].map((text) => sayingLines((text ?? '').split('\n')));
  const removed = surplus(before ?? [], own ?? []);
  const back = surplus(there ?? [], own ?? []);
  return inBoth(removed, back);
}

/** Returns the items that both lists have, each as often as both have it. */
export function inBoth(items: readonly string[], others: readonly string[]): readonly string[] {
  return surplus(items, surplus(items, others));
}

/** Reports what each side lost in a file beyond what a recorded decision explains. */
export function unexplainedLosses(
  file: Sides<string | null> & {
    readonly path: string;
    readonly result: string | null;
    readonly explained: { readonly current: boolean; readonly incoming: boolean };
  },
): readonly UnexplainedLoss[] {
  return (['current', 'incoming'] as const).flatMap((side): readonly UnexplainedLoss[] => {
    if (file.explained[side]) return [];
    const other = side === 'current' ? 'incoming' : 'current';
    const loss = lossOf(file[side], file.base, file.result, file[other]);
    return loss.lines === 0 ? [] : [{ path: file.path, side, ...loss }];
  });
}

/** Returns the lines with a letter or a digit in them, each without the white space around it: nobody misses a lone bracket. */
function sayingLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /[\w\x80-\xff]/.test(line)).map(trimmed);
}

/**
 * Returns a memoized function that removes the layout from a line, so that a reformatted line compares equal. Most lines occur in all
 * three texts.
 */
function layoutless(): (line: string) => string {
  const known = new Map<string, string>();
  return (line) => {
    const words = known.get(line) ?? wordsOf(line).join(' ');
    known.set(line, words);
    return words;
  };
}

/** Returns the test for lines that the result holds in another form. */
function rewriting(side: string, base: string, result: string): (line: string) => boolean {
  const [in_side, in_base, in_result] = [
    countsOf(wordsOf(side)),
    countsOf(wordsOf(base)),
    countsOf(wordsOf(result)),
  ];
  const kept_words = (word: string) => {
    const own = in_side.get(word) ?? 0;
    return own <= (in_base.get(word) ?? 0) || (in_result.get(word) ?? 0) >= own;
  };
  const runs = newRuns(side, result);
  const sequence = ` ${runs.map((run) => run.flatMap(wordsOf).join(' ')).join(GAP)} `;
  const statements = indexed(runs.flatMap(statementsOf));

  return (line) => {
    const words = wordsOf(line.replace(/[,;]$/, ''));
    if (sequence.includes(` ${words.join(' ')} `)) return true;
    const alike = (statement: readonly string[]) =>
      (align(words, statement, MOST_EDITS)?.length ?? 0) >= ALIKE * words.length;
    return words.every(kept_words) && rarest(words, statements).some(alike);
  };
}

type Statements = ReadonlyMap<string, readonly (readonly string[])[]>;

function indexed(statements: readonly (readonly string[])[]): Statements {
  const found = new Map<string, (readonly string[])[]>();
  for (const statement of statements) {
    for (const word of new Set(statement)) {
      const others = found.get(word);
      if (others === undefined) found.set(word, [statement]);
      else others.push(statement);
    }
  }
  return found;
}

/** Returns the statements that contain the rarest word of the line. */
function rarest(words: readonly string[], statements: Statements): readonly (readonly string[])[] {
  const lists = words.flatMap((word) => [statements.get(word) ?? []]).filter((list) => list.length > 0);
  return lists.reduce((fewest, list) => (list.length < fewest.length ? list : fewest), lists[0] ?? []);
}

/** Returns the lines of the result that the side lacks, run by run. */
function newRuns(side: string, result: string): readonly (readonly string[])[] {
  const known = countsOf(wordedLines(side));
  const runs: string[][] = [[]];
  for (const line of wordedLines(result)) {
    const count = known.get(line) ?? 0;
    known.set(line, count - 1);
    if (count <= 0) runs.at(-1)?.push(line);
    else if (runs.at(-1)?.length !== 0) runs.push([]);
  }
  return runs;
}

/** Splits a run into statements, each as its words; a statement continues as long as a bracket is open. */
function statementsOf(run: readonly string[]): readonly (readonly string[])[] {
  const statements: string[][] = [];
  let depth = 0;
  for (const line of run) {
    const words = wordsOf(line);
    if (depth > 0) statements.at(-1)?.push(...words);
    else statements.push([...words]);
    for (const word of words) depth += /^[([{]$/.test(word) ? 1 : /^[)\]}]$/.test(word) ? -1 : 0;
    depth = Math.max(0, depth);
  }
  return statements;
}
