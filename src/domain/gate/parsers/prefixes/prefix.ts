/**
 * This folder: what runners of monorepos and loggers put before each line.
 *
 * A prefix is the label of a package and its script, or a time.
 */
export interface Prefix {
  readonly kind: 'time' | 'brackets' | 'bar' | 'colon';
  /** null: a time, which labels nothing. */
  readonly label: string | null;
  /** Whether the label is one or two plain words, as they begin many a sentence too. */
  readonly plain: boolean;
  /** The line without it. */
  readonly rest: string;
}

/**
 * GitHub's `2026-01-01T10:00:00.1234567Z `, ISO with a space or an offset, a time alone, in brackets or not, and `Jan  1 10:00:00 `.
 * @see ts(1) of moreutils
 */
const TIME =
  /^\[?(?:\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?Z| ?[+-]\d\d:?\d\d)?\]?:?(?: |$)/;
/** `[web] `, padded `[web   ] ` of npm-run-all and concurrently, `[web]: ` of yarn workspaces. */
const BRACKETS = /^\[([^[\]]{1,120})\]:?(?: |$)/;
const WORD = String.raw`[@\p{L}\p{N}_.~](?:[\p{L}\p{N}_@.~/+#:-]*[\p{L}\p{N}_@.~/+#-])?`;
/** `web-1  | ` of docker compose, foreman and moon. */
const BAR = new RegExp(`^(${WORD}(?: ${WORD})?) *[|│](?: |$)`, 'u');
/** `web:test: ` of turbo, `packages/web test: ` of pnpm and bun, `@acme/web: ` of lerna and nx. */
const COLON = new RegExp(`^(${WORD}(?: ${WORD})?):(?: |$)`, 'u');
const KINDS = [
  ['time', TIME],
  ['brackets', BRACKETS],
  ['bar', BAR],
  ['colon', COLON],
] as const;
/** What each kind has, and most lines have not. */
const MARKED = /^\[|[|│]|:(?: |$|\d)/;
const LONGEST = 300;

/**
 * Finds the outermost prefix of a line as runners of monorepos and loggers write them; null: it has none. Many an ordinary line looks as if
 * it had one. So what stands behind it is evidence only where it makes a closing summary.
 */
export function prefixOf(line: string): Prefix | null {
  const start = line.length > LONGEST ? line.slice(0, LONGEST) : line;
  if (!MARKED.test(start)) return null;
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(start);
    if (match !== null) return prefixAs(kind, match, line);
  }
  return null;
}

function prefixAs(kind: Prefix['kind'], match: RegExpExecArray, line: string): Prefix {
  const words = (match[1] ?? '').trim();
  const label = kind === 'time' ? null : words;
  const plain = (kind === 'bar' || kind === 'colon') && !/[@/:.]/.test(words);
  return { kind, label, plain, rest: line.slice(match[0].length) };
}
