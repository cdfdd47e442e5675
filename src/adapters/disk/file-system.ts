/** Finds the type of the file system that a path is on. Locks and fsync work differently on a network than on a disk. */
import { readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Types of network file systems as listed in Linux's table of mounts. @see proc_pid_mounts(5) */
const NETWORK =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|lustre|gfs2?|ocfs2|glusterfs|fuse\.(?:sshfs|rclone|s3fs|glusterfs|gvfsd-fuse|davfs|curlftpfs|ceph-fuse|vmhgfs-fuse)|davfs|ncpfs|beegfs)$/;

/** Returns the type of network file system that a path is on; null: it is on none, or the type is unknown. */
export async function networkFileSystem(path: string): Promise<string | null> {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => null);
  if (mounts === null) return null;
  return networkTypeIn(mounts, await realpath(await nearestFolder(path)).catch(() => path));
}

/** Returns the same, given the table of mounts. Of several mounts at one place, the last one hides the others. */
export function networkTypeIn(mounts: string, path: string): string | null {
  let best = { place: '', type: '' };
  for (const line of mounts.split('\n')) {
    const [, raw, type] = line.split(' ');
    if (raw === undefined || type === undefined) continue;
    const place = raw.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    const holds = path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`);
    if (holds && place.length >= best.place.length) best = { place, type };
  }
  return NETWORK.test(best.type) ? best.type : null;
}

/** Returns the path if it exists, else the nearest existing folder above it. */
export async function nearestFolder(path: string): Promise<string> {
  const there = await realpath(path).catch(() => null);
  return there ?? (dirname(path) === path ? path : nearestFolder(dirname(path)));
}
