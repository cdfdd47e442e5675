import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { readObjects } from './cat-file.ts';
import type { RunGit } from './run.ts';
import type { Scratch } from './scratch.ts';

/** Reads blobs as Latin-1 texts, each once. */
export async function readBlobs(git: RunGit, blobs: readonly Sha[]): Promise<ReadonlyMap<Sha, string>> {
  const wanted = [...new Set(blobs)];
  const objects = await readObjects(git, wanted);
  return new Map(
    wanted.map((blob, index) => {
      const object = objects[index];
      if (object?.type !== 'blob')
        throw new IntorchError('GIT_FAILED', `There is no blob ${blob} in the repository`);
      return [blob, object.text];
    }),
  );
}

/** Writes Latin-1 texts as blobs, without any filter, in one process however many there are. */
export async function writeBlobs(
  git: RunGit,
  scratch: Scratch,
  texts: readonly string[],
): Promise<readonly Sha[]> {
  const [only] = texts;
  if (only === undefined) return [];
  if (texts.length === 1)
    return shas(await git(['hash-object', '-w', '--no-filters', '--stdin'], { input: only }));
  return scratch.within('blobs', async (folder) => {
    const names = texts.map((_, index) => String(index));
    await Promise.all(texts.map((text, index) => writeFile(join(folder, String(index)), text, 'latin1')));
    const input = names.map((name) => `${name}\n`).join('');
    return shas(await git(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input, cwd: folder }));
  });
}

function shas({ stdout }: { readonly stdout: string }): readonly Sha[] {
  return stdout.trimEnd().split('\n') as Sha[];
}
