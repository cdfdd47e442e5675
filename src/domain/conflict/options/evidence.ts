import { counted } from '../../shared/text.ts';
import type { Loss, Severity, Sides } from '../conflict.ts';
import { surplus } from '../facts/counts.ts';
import { breaksBrackets, doubledDefinitions, repeatedLines } from '../facts/defects.ts';
import type { HunkText } from '../facts/hunk-text.ts';
import { wordedLines } from '../facts/lines.ts';
import { newMarkerLines } from '../facts/markers.ts';
import { rivalNames } from '../facts/rivals.ts';
import { shown } from '../facts/shown.ts';
import { inBoth, lossOf, restoredBy } from '../loss.ts';
import type { SideNames } from './option-draft.ts';

/** The facts for and against a text as the result of a hunk. */
export interface Evidence {
  readonly pros: readonly string[];
  readonly cons: readonly string[];
  readonly loses: { readonly current: Loss; readonly incoming: Loss };
  /** Whether it is plainly wrong: a name defined twice, brackets that do not match, markers, text that does not parse. */
  readonly defective: boolean;
  readonly repeats: number;
  readonly risk: Severity;
}

/** Weighs one result of a hunk. `parses`: whether the whole file parses with it; null if that cannot be told. */
export function weigh(
  path: string,
  sides: Pick<HunkText, 'before' | 'after'> & Sides<string>,
  result: string,
  names: SideNames,
  parses: boolean | null,
): Evidence {
  const loses = {
    current: lossOf(sides.current, sides.base, result, sides.incoming),
    incoming: lossOf(sides.incoming, sides.base, result, sides.current),
  };
  const defects = defectsOf(path, sides, result, parses);
  const repeats = repeatedLines(sides, result);
  const cons = [
    ...restored(sides, result, names),
    ...defects,
    ...(repeats > 0 ? [`repeats ${counted(repeats, 'line')}`] : []),
  ];
  const lost = loses.current.lines + loses.incoming.lines;
  const risk = defects.length > 0 || lost > 0 ? 'HIGH' : cons.length > 0 ? 'MEDIUM' : 'LOW';
  return {
    pros: kept(sides, loses, names, parses),
    cons,
    loses,
    defective: defects.length > 0,
    repeats,
    risk,
  };
}

function restored(sides: Sides<string>, result: string, names: SideNames): readonly string[] {
  const back = {
    current: restoredBy(sides.current, sides.base, result),
    incoming: restoredBy(sides.incoming, sides.base, result),
  };
  const both = inBoth(back.current, back.incoming).length;
  const said = (lines: number, who: string) =>
    lines === 0 ? [] : [`brings back ${counted(lines, 'line')} that ${who} removed`];
  return [
    ...said(both, 'both'),
    ...said(back.current.length - both, names.current),
    ...said(back.incoming.length - both, names.incoming),
  ];
}

function defectsOf(
  path: string,
  sides: Sides<string>,
  result: string,
  parses: boolean | null,
): readonly string[] {
  const doubled = [
    ...new Set([...doubledDefinitions(path, sides, result), ...doubledNames(path, sides, result)]),
  ];
  const marked = newMarkerLines(result, [sides.base, sides.current, sides.incoming]).length > 0;
  return [
    ...(doubled.length > 0 ? [`defines ${doubled.slice(0, 3).join(', ')} twice`] : []),
    ...(breaksBrackets(sides, result) ? ['its brackets do not match'] : []),
    ...(parses === false ? ['the file does not parse as JSON with it'] : []),
    ...(marked ? ['holds conflict markers'] : []),
  ];
}

/** Returns the names that both sides introduce, if the result holds what both put there. */
function doubledNames(path: string, sides: Sides<string>, result: string): readonly string[] {
  const there = new Set(wordedLines(result));
  const whole = [...wordedLines(sides.current), ...wordedLines(sides.incoming)].every((line) =>
    there.has(line),
  );
  return whole ? rivalNames({ path, ...sides }).map(shown) : [];
}

function kept(
  sides: Sides<string>,
  loses: Evidence['loses'],
  names: SideNames,
  parses: boolean | null,
): readonly string[] {
  const added = (side: string) => surplus(wordedLines(side), wordedLines(sides.base)).length;
  const [ours, theirs] = [added(sides.current), added(sides.incoming)];
  const all = (count: number, loss: Loss) => count > 0 && loss.lines === 0;
  const pros: string[] = [];
  if (all(ours, loses.current) && all(theirs, loses.incoming)) {
    pros.push(`keeps ${everyLine(ours)} of ${names.current} and ${everyLine(theirs)} of ${names.incoming}`);
  } else if (all(ours, loses.current)) pros.push(`keeps ${everyLine(ours)} of ${names.current}`);
  else if (all(theirs, loses.incoming)) pros.push(`keeps ${everyLine(theirs)} of ${names.incoming}`);
  if (parses === true) pros.push('the file parses as JSON with it');
  return pros;
}

/** Returns `the line`, `both lines`, `all 3 lines`. */
function everyLine(count: number): string {
  if (count === 1) return 'the line';
  return count === 2 ? 'both lines' : `all ${count} lines`;
}
