import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Git } from '../process/run.ts';
import { readObjects } from './cat-file.ts';

/** Reads blobs as Latin-1 texts, each only once. */
export async function readBlobs(git: Git, blobs: readonly Sha[]): Promise<ReadonlyMap<Sha, string>> {
  const wanted = [...new Set(blobs)];
  const objects = await readObjects(git, wanted);
  return new Map(
    wanted.map((blob, index) => {
      const object = objects[index];
      if (object?.type !== 'blob')
        throw new IntorchError('OBJECT_MISSING', `There is no blob ${blob} in the repository`);
      return [blob, object.text];
    }),
  );
}

/** Returns the sizes of objects in bytes, without reading them. */
export async function sizesOf(git: Git, objects: readonly Sha[]): Promise<ReadonlyMap<Sha, number>> {
  if (objects.length === 0) return new Map();
  const { stdout } = await git(['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: objects.map((object) => `${object}\n`).join(''),
  });
  const sizes = stdout.matchAll(/^(\w+) (\d+)$/gm);
  return new Map([...sizes].map(([, object = '', size]) => [object as Sha, Number(size)]));
}
