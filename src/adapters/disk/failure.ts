import { IntorchError } from '../../domain/shared/errors.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import { codeOf, reasonOf, systemReason } from '../../domain/shared/system-error.ts';

/** Creates the error that tells what could not be written, and why. */
export function unwritable(path: string, error: unknown): IntorchError {
  if (error instanceof IntorchError) return error;
  const { remedy } = systemReason(codeOf(error));
  const details = remedy === null ? { cause: error } : { cause: error, remedy };
  return new IntorchError('STATE_UNWRITABLE', `Cannot write ${path}: ${reasonOf(error)}`, details);
}

/** Creates the error for what stands in the place of a file or folder of ours: it is neither full nor forbidden. */
export function notOfOurKind(path: string, wanted: 'file' | 'folder'): IntorchError {
  const away = `mv ${shellWord(path)} ${shellWord(`${path}.old`)}`;
  const remedy = `Move it away, then go on: ${away}; intorch resume`;
  return new IntorchError('STATE_UNWRITABLE', `${path} is not a ${wanted}`, { remedy });
}

/** Does what writes to a path. Node names no path where the disk is full: what the system refuses rejects with STATE_UNWRITABLE. */
export async function writing<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw systemReason(codeOf(error)).reason === null ? error : unwritable(path, error);
  }
}
