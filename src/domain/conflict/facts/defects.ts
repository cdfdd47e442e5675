/** Finds what is visibly wrong with a merged text, without running anything. */
import type { Sides } from '../conflict.ts';
import { countsOf } from './counts.ts';
import { languageOf } from './file-nature.ts';
import { wordedLines } from './lines.ts';
import { shown } from './shown.ts';

const DEFINITION =
  /^(?:export[ \t]+)?(?:default[ \t]+)?(?:pub(?:\([^)]*\))?[ \t]+|public[ \t]+|private[ \t]+|static[ \t]+|abstract[ \t]+|async[ \t]+)*(?:function\*?|class|interface|type|enum|const|let|def|func|fn|struct|trait|module)[ \t]+([\w$]+)/;
const JSON_KEY = /^"((?:[^"\\]|\\.)+)"[ \t]*:/;

/** Lists the names that a text defines at the beginning of a line, once per definition. */
function definitionsIn(path: string, text: string): readonly string[] {
  const rule = languageOf(path) === 'json' ? JSON_KEY : DEFINITION;
  return wordedLines(text).flatMap((line) => rule.exec(line)?.[1] ?? []);
}

/** Finds the names that a result defines more often than either side does. */
export function doubledDefinitions(path: string, sides: Sides<string>, result: string): readonly string[] {
  const [current, incoming] = [sides.current, sides.incoming].map((side) =>
    countsOf(definitionsIn(path, side)),
  );
  const there = countsOf(definitionsIn(path, result));
  return [...there]
    .filter(([name, count]) => count > Math.max(1, current?.get(name) ?? 0, incoming?.get(name) ?? 0))
    .map(([name]) => shown(name));
}

/** Counts the meaningful lines that a result repeats more often than every side does. */
export function repeatedLines(sides: Sides<string>, result: string): number {
  const telling = (text: string) => countsOf(wordedLines(text).filter((line) => /\w.*\w.*\w.*\w/.test(line)));
  const [base, current, incoming] = [sides.base, sides.current, sides.incoming].map(telling);
  let repeated = 0;
  for (const [line, count] of telling(result)) {
    const most = Math.max(1, base?.get(line) ?? 0, current?.get(line) ?? 0, incoming?.get(line) ?? 0);
    repeated += Math.max(0, count - most);
  }
  return repeated;
}

/** Checks whether a result has another balance of opening and closing brackets than the three sides, which all have the same. */
export function breaksBrackets(sides: Sides<string>, result: string): boolean {
  const [base, current, incoming] = [sides.base, sides.current, sides.incoming].map(depthOf);
  return base === current && current === incoming && depthOf(result) !== base;
}

/** Checks whether a text contains lines that look like conflict markers. */
export function holdsMarkers(text: string): boolean {
  return /^<{7,}(?: |\r?$)/m.test(text) && /^>{7,}(?: |\r?$)/m.test(text);
}

function depthOf(text: string): number {
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`|\/\/[^\n]*/g, '');
  return (bare.match(/[([{]/g) ?? []).length - (bare.match(/[)\]}]/g) ?? []).length;
}
