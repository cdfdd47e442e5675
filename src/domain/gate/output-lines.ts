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
  const emit = (raw: string) => {
    const is_local = root === null || !raw.includes(`${root}/`);
    const local = is_local ? raw : raw.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');
    // A carriage return also starts a new line: progress bars use it to overwrite themselves.
    for (const line of sanitize(local).split('\n')) onLine(line);
  };
  const emitHeld = () => {
    const raw = rest.join('');
    [rest, held, most] = [[], 0, LONGEST_LINE];
    emit(raw);
  };
  return {
    push: (text: string) => {
      const lines = text.split('\n');
      const last = lines.pop() ?? '';
      for (const line of lines) {
        if (held === 0 && line.length <= LONGEST_LINE) {
          emit(line);
          continue;
        }
        hold(line);
        emitHeld();
      }
      hold(last);
    },
    end: () => {
      if (rest.length > 0) emitHeld();
    },
  };
}
