import { unwritable } from '../disk/failure.ts';

/** Runs queries on the database at a path; what fails is STATE_UNWRITABLE with that path. */
export async function guardedBy<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Reads the JSON of a column; undefined: it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
