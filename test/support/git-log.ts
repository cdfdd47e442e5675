/** What a program under test that is a process of its own asks of git: each process of it appends to one file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AskedGit } from './git-watch.ts';

/** The environment variable that names the file. */
export const GIT_LOG = 'INTORCH_TEST_GIT_LOG';

/** One line of the file: what was asked, or how what was asked before came out. */
export type LoggedGit = { readonly id: string } & (
  | Omit<AskedGit, 'outcome' | 'ended'>
  | { readonly outcome: string }
);

/** Returns the environment of a Node that is to be watched, with every Node that it starts. */
export function watchedInto(file: string): Readonly<Record<string, string>> {
  const writer = pathToFileURL(join(import.meta.dirname, 'git-log-writer.ts'));
  return { [GIT_LOG]: file, NODE_OPTIONS: `--import=${writer}` };
}

/** Reads what git was asked, in order. What has no outcome was cut off with the process that asked. */
export function askedIn(file: string): readonly AskedGit[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const logged = lines.map((line): LoggedGit => JSON.parse(line));
  const outcomes = new Map(logged.flatMap((one) => ('outcome' in one ? [[one.id, one.outcome]] : [])));
  return logged.flatMap((one) =>
    'outcome' in one
      ? []
      : [{ ...one, outcome: () => outcomes.get(one.id) ?? 'cut off', ended: Promise.resolve() }],
  );
}
