import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Sha } from '../../../domain/shared/ids.ts';

/**
 * Writes an object into a folder of objects that is thrown away: no git is started for it, and nothing makes it durable.
 * @param like any object name of the repository: it tells how names are made
 */
export function writeLoose(folder: string, type: 'commit' | 'tree', body: Buffer, like: string): Sha {
  const raw = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
  const name = createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(raw)
    .digest('hex');
  const fan = join(folder, name.slice(0, 2));
  if (!existsSync(fan)) mkdirSync(fan);
  writeFileSync(join(fan, name.slice(2)), deflateSync(raw, { level: 1 }));
  return name as Sha;
}
