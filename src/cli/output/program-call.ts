/** How this program is called again, so that what it prints can be typed as it stands. */
import { realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { shellWord } from '../../domain/shared/shell-word.ts';
import type { Io } from '../arguments/io.ts';
import { programFile } from '../program-file.ts';

/** Returns a command line for a command of this program and the repository it was called on: `intorch tui --repo /tmp/demo`. */
export type ProgramCall = (command: string) => string;

/**
 * Returns what writes the command lines of this program. It is called `intorch` where a shell finds it by that name, else by its path; the
 * repository is named where it is not the folder that the program was started in.
 */
export function programCall(
  { env, directory }: Pick<Io, 'env' | 'directory'>,
  program = programFile(),
  here = process.cwd(),
): ProgramCall {
  const name = isOnPath(program, env['PATH'] ?? '') ? 'intorch' : `node ${shellWord(program)}`;
  const repo = directory === here ? '' : ` --repo ${shellWord(directory)}`;
  return (command) => `${name} ${command}${repo}`;
}

/** Checks whether `intorch` is this program. Folders that npm puts on the path of its scripts are not on anybody's own. */
function isOnPath(program: string, search_path: string): boolean {
  const folders = search_path
    .split(delimiter)
    .filter((folder) => !folder.endsWith(join('node_modules', '.bin')));
  const found = folders.flatMap((folder) => realPathOf(join(folder, 'intorch')) ?? [])[0];
  return found !== undefined && found === realPathOf(program);
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
