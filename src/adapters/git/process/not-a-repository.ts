import { IntorchError } from '../../../domain/shared/errors.ts';
import { saysNoRepository } from './failure.ts';

/** Gives the error for a folder that git takes for no repository, or refuses. */
export function notARepository(stderr: string, directory: string): IntorchError {
  if (saysNoRepository(stderr))
    return new IntorchError('NOT_A_REPOSITORY', `${directory} is not in a git repository`);
  return gitRefuses(stderr, directory);
}

function gitRefuses(stderr: string, directory: string): IntorchError {
  const remedy = /git config --global --add safe\.directory .*/.exec(stderr)?.[0];
  const why = remedy === undefined ? (stderr.split('\n')[0] ?? '') : 'it belongs to another user';
  const details = remedy === undefined ? {} : { remedy };
  return new IntorchError('NOT_A_REPOSITORY', `Git refuses the repository of ${directory}: ${why}`, details);
}
