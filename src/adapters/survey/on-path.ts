import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Says whether a program of that name could be started; `search_path` is a list of folders, as in PATH. */
export async function isOnPath(program: string, search_path: string): Promise<boolean> {
  for (const folder of search_path.split(delimiter)) {
    if (folder === '') continue;
    const there = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return true;
  }
  return false;
}
