import { sanitize } from '../shared/text.ts';

/** Longer lines are cut: no test runner prints a summary that long. */
const LONGEST_LINE = 64 * 1024;
/** But for reports in JSON, which stand on one line. */
const LONGEST_REPORT = 32 * 1024 * 1024;
/** The first fields of the report of jest and vitest, behind whatever prefix. */
const REPORT = /\{"num[A-Z]/;
const START = 500;

/** Splits a text that arrives in chunks into whole lines, and removes escape sequences. */
export function lineSplitter(onLine: (line: string) => void, root: string | null) {
  const places = root === null ? [] : [`file://${root}/`, `${root}/`];
  /** The line that has not ended, in the chunks in which it arrived. */
  let rest: string[] = [];
  let held = 0;
  let most = LONGEST_LINE;
  const hold = (text: string) => {
    if (held < START && REPORT.test((rest.join('') + text).slice(0, START))) most = LONGEST_REPORT;
    const kept = text.slice(0, most - held);
    held += kept.length;
    if (kept !== '') rest.push(kept);
  };
  const emit = () => {
    const raw = rest.join('');
    [rest, held, most] = [[], 0, LONGEST_LINE];
    const local = places.reduce((line, place) => line.replaceAll(place, ''), raw);
    // A carriage return also starts a new line: progress bars use it to overwrite themselves.
    for (const line of sanitize(local).split('\n')) onLine(line);
  };
  return {
    push: (text: string) => {
      const [first = '', ...others] = text.split('\n');
      hold(first);
      for (const line of others) {
        emit();
        hold(line);
      }
    },
    end: () => {
      if (rest.length > 0) emit();
    },
  };
}
