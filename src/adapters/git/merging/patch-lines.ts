/** Lines of the base, from `start` up to but not including `end`. If they are equal, lines were inserted before that line. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export interface ChangedFile {
  /** In ascending order; null: it cannot be compared by lines. */
  readonly ranges: readonly Range[] | null;
}

const WHOLE: ChangedFile = { ranges: null };

/** Checks whether two changes of a file meet. Like git, counts ranges that touch without a line between them. What is not known may. */
export function meet(a: ChangedFile | undefined, b: ChangedFile | undefined): boolean {
  if (!a?.ranges || !b?.ranges) return true;
  let [in_a, in_b] = [0, 0];
  for (;;) {
    const [one, two] = [a.ranges[in_a], b.ranges[in_b]];
    if (one === undefined || two === undefined) return false;
    if (one.end < two.start) in_a += 1;
    else if (two.end < one.start) in_b += 1;
    else return true;
  }
}

/** Parses the patches of each commit, one for each modified file, in order. Every line of a file has a character before it. */
export function parseChangedFiles(stdout: string): readonly (readonly ChangedFile[])[] {
  const commits: ChangedFile[][] = [];
  let ranges: Range[] | null = null;
  let line_number = 0;
  let open: { start: number; end: number } | null = null;
  let in_hunks = false;
  const close = () => {
    if (open !== null) ranges?.push(open);
    open = null;
  };
  const endFile = () => {
    close();
    if (ranges !== null) commits.at(-1)?.push(in_hunks ? { ranges } : WHOLE);
    ranges = null;
    in_hunks = false;
  };
  for (const line of stdout.split('\n')) {
    const first = line[0];
    const hunk = first === '@' ? /^@@ -(\d+)(?:,(\d+))? /.exec(line) : null;
    if (hunk !== null) {
      close();
      in_hunks = true;
      // For a hunk without lines of the base, git names the line before it.
      line_number = hunk[2] === '0' ? Number(hunk[1]) : Number(hunk[1]) - 1;
    } else if (in_hunks && (first === ' ' || line === '')) {
      // Some settings drop the space of an empty line.
      close();
      line_number += 1;
    } else if (in_hunks && (first === '-' || first === '+')) {
      open ??= { start: line_number, end: line_number };
      if (first === '-') {
        line_number += 1;
        open.end = line_number;
      }
    } else if (line.startsWith('diff --git ')) {
      endFile();
      ranges = [];
    } else if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(line)) {
      endFile();
      commits.push([]);
    }
  }
  endFile();
  return commits;
}
