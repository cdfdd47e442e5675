import { join } from 'node:path';

/** Variables of a git that writes into the folder, and reads what is there and in the repository. */
export function writingInto(folder: string, git_dir: string): Readonly<Record<string, string>> {
  return { GIT_OBJECT_DIRECTORY: folder, ...readingFrom(join(git_dir, 'objects')) };
}

/** Variables of a git that reads what is in the folder too. */
export function readingFrom(folder: string): Readonly<Record<string, string>> {
  return { GIT_ALTERNATE_OBJECT_DIRECTORIES: quotedEntry(folder) };
}

/** Quotes a path that contains a colon or a quotation mark: the variable is a list separated by colons. */
function quotedEntry(path: string): string {
  return /[:"]/.test(path) ? `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : path;
}
