/** Keeps the reports on disk as the state says them: only what changed is written, what no longer applies is removed. */

import type { Files } from '../ports/world.ts';
import { REPORT_FILES, type ReportInput, reportsFor } from '../reports/reports.ts';

export interface ReportWriter {
  /** Says that the state changed. Returns at once. */
  readonly changed: () => void;
  /** Resolves when the newest state is on disk. */
  readonly flush: () => Promise<void>;
  /** Absolute paths of the reports that there are. */
  readonly paths: () => readonly string[];
}

const DELAY_MS = 150;

/** Makes a writer for the session's `reports/` folder. */
export function reportWriter(files: Files, input: () => ReportInput): ReportWriter {
  const written = new Map<string, string>();
  let due: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const wanted = reportsFor(input());
    for (const name of REPORT_FILES) {
      const text = wanted.get(name);
      if (text === written.get(name)) continue;
      if (text === undefined) {
        written.delete(name);
        await files.remove(`reports/${name}`);
      } else {
        written.set(name, text);
        await files.write(`reports/${name}`, text);
      }
    }
  };
  const start = () => {
    due = null;
    // A report that cannot be written is written with the next change; the state is safe without it.
    writing = writing.then(write).catch(() => written.clear());
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
