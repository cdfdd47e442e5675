import { IntorchError } from '../../domain/shared/errors.ts';

/** Returns the code of a system error (`ENOENT`), or null. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Creates the error that tells what could not be written, and why. */
export function unwritable(path: string, error: unknown): IntorchError {
  if (error instanceof IntorchError) return error;
  return new IntorchError('STATE_UNWRITABLE', `Cannot write ${path}: ${reasonOf(error)}`, { cause: error });
}

/** Describes a system error in words. */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EFBIG':
      return 'the file would be larger than the system allows';
    case 'EACCES':
    case 'EPERM':
      return 'the rights do not allow it';
    case 'EROFS':
      return 'the file system is read-only';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
