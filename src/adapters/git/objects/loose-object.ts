import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Sha } from '../../../domain/shared/ids.ts';

type Type = 'blob' | 'commit' | 'tree';

/**
 * Writes an object into a folder of objects that is thrown away: no git is started for it, and nothing makes it durable.
 * @param like any object name of the repository: it tells how names are made
 */
export function writeLoose(folder: string, type: Type, body: Buffer, like: string): Sha {
  const { name, fan, bytes } = looseObject(folder, type, body, like);
  writeFileSync(join(fan, name.slice(2)), bytes);
  return name;
}

/** Writes one that stays, unless it is there. A kill leaves the whole object or none. */
export function keepLoose(folder: string, type: Type, body: Buffer, like: string): Sha {
  const { name, fan, bytes } = looseObject(folder, type, body, like);
  const file = join(fan, name.slice(2));
  if (existsSync(file)) return name;
  const draft = join(fan, `tmp_obj_${randomUUID()}`);
  writeFileSync(draft, bytes, { mode: 0o444 });
  renameSync(draft, file);
  return name;
}

function looseObject(folder: string, type: Type, body: Buffer, like: string) {
  const raw = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const name = createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(raw)
    .digest('hex') as Sha;
  const fan = join(folder, name.slice(0, 2));
  if (!existsSync(fan)) mkdirSync(fan);
  return { name, fan, bytes: deflateSync(raw, { level: 1 }) };
}
