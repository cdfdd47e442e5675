/** One test point of the Test Anything Protocol. @see https://testanything.org/tap-version-14-specification.html */
export interface TapPoint {
  readonly indent: number;
  readonly ok: boolean;
  readonly name: string;
  readonly directive: 'skip' | 'todo' | null;
  /** Whether it is a parent whose subtests follow in braces. */
  readonly opens: boolean;
}

/** Reads a line as a test point; null when it is not one. */
export function readTapPoint(line: string): TapPoint | null {
  const match = /^( *)(not )?ok\b(?: +\d+)?(?: +-(?= |$))?(.*)$/.exec(line);
  if (match === null) return null;
  const [, indent = '', not, rest = ''] = match;
  const opens = rest.endsWith('{');
  // A `#` begins the directive unless a backslash stands before it.
  const [text = '', ...notes] = rest.split(/(?<!\\)#/);
  const word = /^\s*(skip|todo)/i.exec(notes.at(-1) ?? '')?.[1]?.toLowerCase();
  const known = word === 'skip' || word === 'todo' ? word : null;
  // What follows a `#` and is not a directive belongs to the name, except the time that some runners put there.
  const extra = notes.filter(
    (note, index) => !(index === notes.length - 1 && (known || /^\s*time=/.test(note))),
  );
  const whole = [text, ...extra].join('#');
  const name = (whole.endsWith('{') ? whole.slice(0, -1) : whole).replaceAll(/\\([\\#])/g, '$1').trim();
  return { indent: indent.length, ok: not === undefined, name, directive: known, opens };
}
