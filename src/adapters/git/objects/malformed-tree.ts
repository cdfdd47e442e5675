/** What git's own commands never write into a tree, and what a forge that checks objects refuses. @see git-fsck(1), git source, fsck.c */
import { decodePath } from '../process/path-bytes.ts';

const MODES: ReadonlySet<string> = new Set(['100644', '100664', '100755', '120000', '160000', '40000']);
/** Characters that HFS+ passes over in names, so that `.g<U+200C>it` is `.git` there. @see git source, utf8.c, `next_hfs_char` */
const PASSED_OVER = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const DOT_GIT = /^(?:\.git|git~\d+)[. ]*(?::.*)?$/i;
/** First bytes of every name that could mean `.git`, `.` or `..`. */
const SUSPECT = /^[.gG\xe2\xef]/;

/**
 * Lists what is wrong with a raw tree object, one character per byte; nothing for one that git could have written.
 * @param hash_bytes length of an object name
 */
export function malformations(text: string, hash_bytes: number): readonly string[] {
  const wrong: string[] = [];
  const names = new Set<string>();
  let before = '';
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(' ', at);
    const nul = text.indexOf('\0', space);
    const end = nul + 1 + hash_bytes;
    if (space === -1 || nul === -1 || end > text.length) return [...wrong, 'a tree of it is cut short'];
    const mode = text.slice(at, space);
    const name = text.slice(space + 1, nul);
    // Git sorts a folder as if its name ended with a slash.
    const place = mode === '40000' ? `${name}/` : name;
    const because = whyOdd(mode, name);
    if (because !== null) wrong.push(`${because}: ${JSON.stringify(decodePath(name))}`);
    if (names.has(name))
      wrong.push(`a folder of it has two entries of one name: ${JSON.stringify(decodePath(name))}`);
    else if (place < before)
      wrong.push(`a folder of it is out of order: ${JSON.stringify(decodePath(name))}`);
    names.add(name);
    before = place;
    at = end;
  }
  return wrong;
}

function whyOdd(mode: string, name: string): string | null {
  if (!MODES.has(mode)) return `it has an entry of the mode ${mode}, which git does not know`;
  if (name === '' || name.includes('/')) return 'it has a name that no file can have';
  if (/[\0-\x1f\x7f]/.test(name)) return 'it has a name with control characters';
  if (!SUSPECT.test(name)) return null;
  const plain = Buffer.from(name, 'latin1').toString('utf8').replace(PASSED_OVER, '');
  if (plain === '.' || plain === '..') return 'it has a name that leaves its folder';
  return DOT_GIT.test(plain) ? 'it has a name that some file system takes for .git' : null;
}
