import { join } from 'node:path';

/** Variables of a git that writes into the folder, and reads what is there, in the repository and in the other folders. */
export function writingInto(
  folder: string,
  git_dir: string,
  others: readonly string[] = [],
): Readonly<Record<string, string>> {
  return { GIT_OBJECT_DIRECTORY: folder, ...readingFrom(join(git_dir, 'objects'), ...others) };
}

/** Variables of a git that reads what is in the folders too. */
export function readingFrom(...folders: readonly string[]): Readonly<Record<string, string>> {
  return { GIT_ALTERNATE_OBJECT_DIRECTORIES: folders.map(quotedEntry).join(':') };
}

/** Quotes a path that contains a colon or a quotation mark: the variable is a list separated by colons. */
function quotedEntry(path: string): string {
  return /[:"]/.test(path) ? `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : path;
}
