/** Reads git's index. @see gitformat-index(5), versions 2 and 3 */
import { open, readFile, stat } from 'node:fs/promises';

const HEADER = 12;
/** Of an entry: times, device, inode, mode, owner and size; the object's name follows. */
const STATS = 40;
const EXTENDED = 0x4000;

/** Returns how many entries an index has. */
export async function countEntries(index: string): Promise<number> {
  const file = await open(index);
  try {
    const { buffer } = await file.read(Buffer.alloc(HEADER), 0, HEADER, 0);
    return buffer.readUInt32BE(8);
  } finally {
    await file.close();
  }
}

/**
 * Checks whether a file that an index knows changed about when that was written, and not with its content. Git compares full seconds: another
 * change in the same one, with the time of the content set back, would not show. `hash`: bytes of an object's name.
 */
export async function knowsTouched(index: string, hash: number): Promise<boolean> {
  const [bytes, { mtimeMs }] = await Promise.all([readFile(index), stat(index)]);
  const version = bytes.readUInt32BE(4);
  if (version > 3) return true;
  const lately = Math.floor(mtimeMs / 1000) - 1;
  let at = HEADER;
  for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
    const [changed, modified] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 8)];
    if (changed >= lately && changed !== modified) return true;
    const flags = at + STATS + hash;
    const name = flags + ((bytes.readUInt16BE(flags) & EXTENDED) === 0 ? 2 : 4);
    // One to eight NULs end the name, so that entries have a multiple of eight bytes.
    at += ((bytes.indexOf(0, name) - at) & ~7) + 8;
  }
  return false;
}
