import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { IntorchError } from '../domain/shared/errors.ts';

/** The address of a Unix-domain socket has room for 104 bytes on macOS and 108 on Linux. @see unix(7), sockaddr_un */
const LONGEST_PATH = 100;

/**
 * Returns the path of the socket where engine and screens of one repository meet: in its intorch folder, or, if that path is too long for
 * a socket, in the user's own folder below the temporary folder. It is the same for every process, whatever its TMPDIR.
 */
export function socketPathFor(intorch_dir: string): string {
  const home = existsSync(intorch_dir) ? realpathSync(intorch_dir) : resolve(intorch_dir);
  const path = join(home, 'engine.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 24);
  return join(sharedFolder(), `${name}.sock`);
}

/** Creates the socket's folder (0700) if it is missing, and refuses one that somebody else could have put there. */
export function ensureSocketFolder(socket_path: string): void {
  mkdirSync(dirname(socket_path), { recursive: true, mode: 0o700 });
  refuseForeignFolder(socket_path);
}

/** Refuses a folder below the temporary folder that does not belong to this user alone: its owner could impersonate the engine. */
export function refuseForeignFolder(socket_path: string): void {
  const folder = dirname(socket_path);
  const found = folder === sharedFolder() ? lstatSync(folder, { throwIfNoEntry: false }) : undefined;
  if (found === undefined) return;
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return;
  throw new IntorchError('ENGINE_UNREACHABLE', `The folder ${folder} is not yours alone`, {
    remedy: 'Remove that folder, or make it yours with mode 0700',
  });
}

/**
 * Returns the user's own folder for sockets and keys: below the temporary folder, or at home where somebody else has taken that name. A
 * folder that is there counts before one that would have to be made, so that an engine and its screens agree.
 */
export function sharedFolder(folders: readonly [string, ...string[]] = usualFolders()): string {
  const ownerOf = (folder: string) => lstatSync(folder, { throwIfNoEntry: false })?.uid;
  const own = folders.find((folder) => ownerOf(folder) === userInfo().uid);
  return own ?? folders.find((folder) => ownerOf(folder) === undefined) ?? folders[0];
}

function usualFolders(): readonly [string, string] {
  const { uid, homedir } = userInfo();
  return [
    join(existsSync('/tmp') ? '/tmp' : tmpdir(), `intorch-${uid}`),
    join(homedir, '.cache', 'intorch', 'run'),
  ];
}
