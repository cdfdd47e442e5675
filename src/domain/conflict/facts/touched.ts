/** What a change to a file touches: lines, and the functions that they are in. Two changes to one function may merge and still not fit. */
import { languageOf } from './file-nature.ts';
import { isBlank, splitLines } from './lines.ts';

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

/** A longer line defines nothing; the patterns for definitions would take too long on it. */
const LONGEST_DEFINITION = 300;

const TAB = 9;
const SPACE = 32;

/** Code that is nested deeper is followed from the inside this far. */
const DEEPEST = 100;

/** Returns what the marked lines of a file touch, in time that grows with the lines. */
export function touchedBy(lines: readonly MarkedLine[]): Touched {
  const ranges: { first: number; last: number }[] = [];
  const functions = new Set<string>();
  const versions = { '-': outline([TYPE, ...FUNCTIONS]), '+': outline([TYPE, ...FUNCTIONS]) };
  let before = 0;
  let open: { first: number; last: number } | null = null;
  for (const { mark, text } of lines) {
    if (mark !== '+') before += 1;
    if (mark === ' ') {
      versions['-'].next(text);
      versions['+'].next(text);
      open = null;
      continue;
    }
    if (open === null) {
      open = { first: before, last: before };
      ranges.push(open);
    } else open.last = before;
    versions[mark].next(text);
    const name = isBlank(text) ? null : versions[mark].name();
    if (name !== null) functions.add(name);
  }
  return { ranges, functions: [...functions] };
}

/** Checks whether the first line of a text that is not blank is in the body of a function, by the lines before it. */
export function beginsInFunction(path: string, before: string, text: string): boolean {
  const first = splitLines(text).find((line) => !isBlank(line));
  if (first === undefined || !hasFunctions(path)) return false;
  const { next, name } = outline(FUNCTIONS);
  for (const line of [...splitLines(before), first]) next(line.trimEnd());
  return name() !== null;
}

/**
 * Follows the lines of one version of a file. `name` returns the innermost definition around the last line, or in it: of the lines above,
 * each that is indented less than all between counts.
 */
function outline(patterns: readonly RegExp[]) {
  const around: { readonly indent: number; readonly text: string; name?: string | null }[] = [];
  return {
    next: (text: string) => {
      const indent = indentWidth(text);
      if (indent === null) return;
      while ((around.at(-1)?.indent ?? -1) >= indent) around.pop();
      around.push({ indent, text });
      if (around.length > DEEPEST) around.shift();
    },
    name: (): string | null => {
      for (const line of around.toReversed()) {
        if (line.name === undefined) line.name = definedIn(line.text, patterns);
        if (line.name !== null) return line.name;
      }
      return null;
    },
  };
}

/** Returns the name of the function or method that a line begins, at any depth; null: none. */
export function functionIn(text: string): string | null {
  return definedIn(text, FUNCTIONS);
}

/** Counts the white space at the beginning of a line; null: the line is blank. Each line of each changed file is asked about. */
function indentWidth(text: string): number | null {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== TAB) return code < SPACE && isBlank(text) ? null : at;
  }
  return null;
}

function definedIn(text: string, patterns: readonly RegExp[]): string | null {
  if (text.length > LONGEST_DEFINITION) return null;
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return CONTROL.test(name) ? null : name;
  }
  return null;
}
