/** The files of one session for people and their tools: logs, reports, edits. Nothing here reads or writes outside its folder. */
import { lstat, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Files } from '../ports/world.ts';
import { readBounded } from './disk/bounded-read.ts';
import { writeDurably, writeWhole } from './disk/durable-write.ts';
import { unwritable } from './disk/failure.ts';
import { partsOf } from './disk/log-files.ts';
import { makePrivateFolder } from './disk/private-folder.ts';

/** Reports and edited files are text written for or by people; a larger file is something else. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

/** Opens the files under a folder. Refuses (REFUSED) a path that leaves it, by itself or through a symbolic link. */
export function createSessionFiles(root: string): Files {
  const absolute = (path: string) => {
    const plain = normalize(path);
    const leaves = path === '' || plain === '.' || plain === '..' || plain.startsWith(`..${sep}`);
    if (leaves || isAbsolute(path) || path.includes('\0'))
      throw refusal(path, 'leaves the folder of the session');
    return join(root, plain);
  };

  /** Also checks the disk: every folder on the path must be a real one. */
  const checked = async (path: string) => {
    const target = absolute(path);
    for (let place = target; place !== root && place.startsWith(root); place = dirname(place)) {
      const stats = await lstat(place).catch(() => null);
      if (stats?.isSymbolicLink()) throw refusal(path, 'goes through a symbolic link');
    }
    return target;
  };

  const write: Files['write'] = async (path, text, kind) => {
    const target = await checked(path);
    await makePrivateFolder(dirname(target));
    await (kind === 'view' ? writeWhole : writeDurably)(
      dirname(target),
      basename(target),
      Buffer.from(text, 'utf8'),
    );
  };
  const remove = async (path: string) => {
    const target = await checked(path);
    await rm(target, { force: true }).catch((error: unknown) => {
      throw unwritable(target, error);
    });
  };

  return {
    absolute,
    write,
    remove,
    read: async (path) => {
      const content = await readBounded(await checked(path), MAX_READ_BYTES);
      if (content === null) return null;
      if ('refused' in content) throw refusal(path, content.refused);
      return content.bytes.toString('utf8');
    },
    startLog: async (path) => {
      const target = await checked(path);
      for (const { name } of await partsOf(target)) await remove(join(dirname(path), name));
      await write(path, '', 'view');
      return target;
    },
  };
}

function refusal(path: string, reason: string): IntorchError {
  return new IntorchError('REFUSED', `The path ${JSON.stringify(path)} ${reason}`);
}
