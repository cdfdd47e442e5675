/** Writes the reports to disk: only what changed. Removes what no longer applies. They follow from the state, so nothing waits for the disk. */
import type { Files } from '../../ports/world.ts';
import { REPORT_FILES, type ReportInput, reportsFor } from '../../reports/reports.ts';

export interface ReportWriter {
  /** Notes that somebody may want to read them now. Returns at once. */
  readonly changed: () => void;
  /** Resolves when the reports of the newest state are on disk. */
  readonly flush: () => Promise<void>;
  /** Absolute paths of the existing reports. */
  readonly paths: () => readonly string[];
}

const DELAY_MS = 150;

/** Creates a writer for the session's `reports/` folder. It also removes what an earlier process left there and no longer applies. */
export function reportWriter(
  files: Files,
  input: () => ReportInput,
  onTrouble: (error: unknown) => void,
): ReportWriter {
  const written = new Map<string, string>();
  const absent = new Set<string>();
  let due: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const wanted = reportsFor(input());
    for (const name of REPORT_FILES) {
      const text = wanted.get(name);
      if (text === undefined) {
        if (absent.has(name)) continue;
        written.delete(name);
        await files.remove(`reports/${name}`);
        absent.add(name);
      } else if (text !== written.get(name)) {
        absent.delete(name);
        await files.write(`reports/${name}`, text, 'view');
        written.set(name, text);
      }
    }
  };
  const start = () => {
    due = null;
    // The next change writes a report that could not be written now; the state is safe without it.
    writing = writing.then(write).catch((thrown) => {
      written.clear();
      absent.clear();
      onTrouble(thrown);
    });
  };
  return {
    changed: () => {
      due ??= setTimeout(start, DELAY_MS).unref();
    },
    flush: async () => {
      if (due !== null) clearTimeout(due);
      start();
      await writing;
    },
    paths: () => [...written.keys()].map((name) => files.absolute(`reports/${name}`)),
  };
}
