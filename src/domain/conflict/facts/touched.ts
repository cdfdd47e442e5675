/** What a change to a file touches: lines, and the functions that they are in. Two changes to one function may merge and still not fit. */
import { languageOf } from './file-nature.ts';
import { indentOf, isBlank, splitLines } from './lines.ts';

/** A line of a whole file as a patch shows it: in both versions, only before, or only after. */
export interface MarkedLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Lines of the file before the change, counted from 1, with the last one included. */
export interface TouchedRange {
  readonly first: number;
  readonly last: number;
}

export interface Touched {
  /** Where lines were only added, the line before them. */
  readonly ranges: readonly TouchedRange[];
  /** Names of the innermost functions, methods or classes, in the order of the file. */
  readonly functions: readonly string[];
}

const MODIFIERS =
  '(?:(?:export|default|pub(?:\\([^)]*\\))?|public|private|protected|internal|static|abstract|final|override|async|inline|virtual|unsafe|extern|suspend|open)[ \\t]+)*';
const TYPE = new RegExp(
  `^[ \\t]*${MODIFIERS}(?:class|interface|trait|impl|struct|module|object)[ \\t]+([\\w$.]+)`,
);
const FUNCTIONS = [
  `^[ \\t]*${MODIFIERS}(?:function\\*?|def|fn|fun|sub|proc)[ \\t]+([\\w$.]+)`,
  '^[ \\t]*func(?:[ \\t]*\\([^)]*\\))?[ \\t]+(\\w+)',
  `^[ \\t]*${MODIFIERS}(?:const|let|var)[ \\t]+([\\w$]+)[^=]*=[ \\t]*(?:async[ \\t]*)?(?:function\\b|\\([^()]*\\)[^=]*=>|[\\w$]+[ \\t]*=>)`,
  // A method, or a function of a language that begins with its type: a parameter list that is followed by a body.
  `^[ \\t]*${MODIFIERS}(?:[\\w$<>\\[\\],*&:]+[ \\t]+)*[*&]*([\\w$]+)[ \\t]*\\([^;]*\\)[^;=]*\\{[ \\t]*$`,
].map((pattern) => new RegExp(pattern));
const CONTROL =
  /^(?:if|else|for|foreach|while|switch|match|catch|with|return|do|try|function|synchronized|using|lock|when|unless|until)$/;

/** Checks whether a file has functions that can be told from its lines. */
export function hasFunctions(path: string): boolean {
  const language = languageOf(path);
  return ['js', 'python', 'go', 'rust', 'java', 'c', 'csharp', 'php', 'ruby', 'swift', 'dart'].includes(
    language,
  );
}

/** Returns what the marked lines of a file touch. */
export function touchedBy(lines: readonly MarkedLine[]): Touched {
  const ranges: { first: number; last: number }[] = [];
  const functions = new Set<string>();
  let before = 0;
  let is_open = false;
  for (const [at, { mark, text }] of lines.entries()) {
    if (mark !== '+') before += 1;
    if (mark === ' ') {
      is_open = false;
      continue;
    }
    const last = ranges.at(-1);
    if (!is_open || last === undefined) ranges.push({ first: before, last: before });
    else last.last = Math.max(last.last, before);
    // Lines that are replaced begin at the first that goes.
    if (!is_open && mark === '-') (ranges.at(-1) ?? { first: 0 }).first = before;
    is_open = true;
    const name = isBlank(text) ? null : functionAt(lines, at);
    if (name !== null) functions.add(name);
  }
  return { ranges, functions: [...functions] };
}

/** Finds the innermost definition around a line, in the version that has the line: upwards, by what is indented less. */
function functionAt(
  lines: readonly MarkedLine[],
  at: number,
  patterns: readonly RegExp[] = [TYPE, ...FUNCTIONS],
): string | null {
  const { mark, text } = lines[at] ?? { mark: ' ', text: '' };
  const own = definedIn(text, patterns);
  if (own !== null) return own;
  let indent = indentOf(text).length;
  for (let above = at - 1; above >= 0 && indent > 0; above--) {
    const line = lines[above];
    if (line === undefined || isBlank(line.text) || (line.mark !== ' ' && line.mark !== mark)) continue;
    const less = indentOf(line.text).length;
    if (less >= indent) continue;
    const name = definedIn(line.text, patterns);
    if (name !== null) return name;
    indent = less;
  }
  return null;
}

/** Checks whether the first line of a text that is not blank is in the body of a function, by the lines before it. */
export function beginsInFunction(path: string, before: string, text: string): boolean {
  if (!hasFunctions(path)) return false;
  const lines = [
    ...splitLines(before),
    ...splitLines(text)
      .filter((line) => !isBlank(line))
      .slice(0, 1),
  ];
  const at = lines.length - 1;
  const around = lines.map((line): MarkedLine => ({ mark: ' ', text: line.trimEnd() }));
  return functionAt(around, at, FUNCTIONS) !== null;
}

function definedIn(text: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return CONTROL.test(name) ? null : name;
  }
  return null;
}
