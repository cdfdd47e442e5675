/** Which git is run: found once for each search path, and never one that a branch could have brought. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { treesAround } from './surroundings.ts';

/** Where programs are looked for without a PATH. @see execvp(3) */
const USUAL = '/bin:/usr/bin';
const FOUND = new Map<string, string>();

/**
 * Returns the absolute path of git. Folders that depend on where somebody stands (`.`, an empty entry) are passed over.
 * @param place a folder in the repository, or its git directory
 * @throws GIT_MISSING where there is none, REFUSED where it lies in a working tree of the repository
 */
export function gitProgram(search_path: string | undefined, place: string): string {
  const key = `${search_path}\0${place}`;
  const known = FOUND.get(key);
  if (known !== undefined) return known;
  const found = (search_path ?? USUAL)
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'git'))
    .find(isProgram);
  if (found === undefined) throw new IntorchError('GIT_MISSING', 'There is no git on the PATH');
  const inTree = treesAround(place).some((tree) =>
    [found, realpathSync(join(found, '..')), realpathSync(found)].some((path) =>
      `${path}${sep}`.startsWith(`${tree}${sep}`),
    ),
  );
  if (inTree)
    throw new IntorchError('REFUSED', `The git on the PATH lies in this repository: ${found}`, {
      remedy: 'Take that folder off the PATH: what a branch brings is not run as git',
    });
  FOUND.set(key, found);
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
