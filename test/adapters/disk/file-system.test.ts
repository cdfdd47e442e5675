import { expect, it } from 'vitest';
import { networkFileSystem, networkTypeIn } from '../../../src/adapters/disk/file-system.ts';

const MOUNTS = `/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
/dev/vdb /home/local ext4 rw 0 0
me@host:/x /mnt/with\\040space fuse.sshfs rw 0 0
drvfs /mnt/c 9p rw 0 0
ntfs /mnt/d fuseblk rw 0 0
//nas/share /srv cifs rw 0 0
tmpfs /srv tmpfs rw 0 0
`;

it.each([
  ['/home/me/repo/.git', 'nfs4'],
  ['/home', 'nfs4'],
  ['/homestead/repo', null],
  ['/home/local/repo', null],
  ['/mnt/with space/repo', 'fuse.sshfs'],
  ['/mnt/c/repo', '9p'],
  ['/mnt/d/repo', null],
  ['/repo', null],
  // What is mounted over it later is what is seen.
  ['/srv/repo', null],
])('says of %s that it is on %s', (path, type) => {
  expect(networkTypeIn(MOUNTS, path)).toBe(type);
});

it('says nothing of a folder that is not there', async () => {
  expect(await networkFileSystem('/nowhere/at/all')).toBeNull();
});
