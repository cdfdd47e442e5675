import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../../../domain/shared/system-error.ts';

/** More often than that nothing is lost by accident. */
const MOST_TRIES = 50;

/**
 * Puts an object from one folder of objects into another, unless it is there. Git removes a folder that it has emptied, perhaps between two
 * of our calls: then it is made again.
 */
export function linkOrCopy(from: string, to: string): void {
  for (let left = MOST_TRIES; ; left -= 1) {
    try {
      put(from, to);
      return;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return;
      if (codeOf(error) !== 'ENOENT' || !existsSync(from) || left === 0) throw error;
    }
  }
}

function put(from: string, to: string): void {
  const folder = dirname(to);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, statSync(dirname(folder)).mode);
  }
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
    const draft = join(folder, `tmp_obj_${process.pid}`);
    copyFileSync(from, draft);
    renameSync(draft, to);
  }
}
