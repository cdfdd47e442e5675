import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Path below the git directory -> digest of its content. */
export type Fingerprint = ReadonlyMap<string, string>;

/** Paths that git writes even when a gate only reads (`git status`), and that nothing reads back. */
const PASSING =
  /^(?:index(?:\.lock)?|sharedindex\..*|logs|objects(?!\/info(?:\/|$)).*|objects\/info\/(?:packs|commit-graphs?.*)|(?:ORIG|FETCH)_HEAD|COMMIT_EDITMSG|gc\..*|lfs)$/;

/** Computes the fingerprint of a git directory; null when it is no longer a folder. */
export async function fingerprintOf(git_dir: string): Promise<Fingerprint | null> {
  if (!(await lstat(git_dir).catch(() => null))?.isDirectory()) return null;
  const found = new Map<string, string>();
  await collect(git_dir, '', found);
  return found;
}

async function collect(git_dir: string, below: string, found: Map<string, string>): Promise<void> {
  const entries = await readdir(join(git_dir, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const isOnTheWay = path === 'objects';
    if (PASSING.test(path) && !isOnTheWay) continue;
    if (entry.isDirectory()) await collect(git_dir, path, found);
    else found.set(path, await digestOf(join(git_dir, path), entry.isSymbolicLink(), entry.isFile()));
  }
}

async function digestOf(path: string, isLink: boolean, isFile: boolean): Promise<string> {
  if (isLink) return `link ${await readlink(path).catch(() => '')}`;
  // Never read a pipe or a device: it might not end.
  if (!isFile) return 'special';
  const content = await readFile(path).catch(() => Buffer.from('unreadable'));
  return createHash('sha256').update(content).digest('hex');
}

/** Describes the differences between two fingerprints of a slot's git directory. */
export function differences(before: Fingerprint, after: Fingerprint | null): readonly string[] {
  if (after === null) return ['.git was replaced'];
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return [...new Set(paths.sort().map(inWords))];
}

function inWords(path: string): string {
  if (path === 'HEAD') return 'HEAD moved';
  if (/^config(?:\.|$)/.test(path)) return 'the configuration changed';
  if (path.startsWith('hooks/')) return 'hooks changed';
  if (path === 'packed-refs') return 'refs changed';
  if (path.startsWith('refs/')) return `${path.replace(/^refs\/heads\//, 'branch ')} changed`;
  if (path.startsWith('objects/info/')) return 'objects are borrowed from elsewhere';
  return `.git/${path} changed`;
}
