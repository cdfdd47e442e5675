import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { codeOf } from '../../domain/shared/system-error.ts';

/** The content of a regular file, or why it was refused; null: there is no such file. */
export type Content = { readonly bytes: Buffer } | { readonly refused: string } | null;

// Without O_NONBLOCK, opening a named pipe that somebody put there would block until it has a writer.
const NO_SURPRISE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads a whole file up to a maximum size, at once: a file of ours takes less than the way over another thread. Refuses symbolic links, folders and pipes. */
export async function readBounded(path: string, max_bytes: number): Promise<Content> {
  try {
    const file = openSync(path, NO_SURPRISE);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) return { refused: 'is not a file' };
      if (stats.size > max_bytes) return { refused: tooLarge(stats.size, max_bytes) };
      return { bytes: readFileSync(file) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    switch (codeOf(error)) {
      case 'ENOENT':
        return null;
      case 'ELOOP':
        return { refused: 'is a symbolic link' };
      case 'EACCES':
        return { refused: 'cannot be read: the rights do not allow it' };
      default:
        return { refused: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}

/** Explains that a file is too large. */
export function tooLarge(bytes: number, max_bytes: number): string {
  const megabytes = (size: number) => (size / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
  return `is larger than ${megabytes(max_bytes)} MB (${megabytes(bytes)} MB)`;
}
