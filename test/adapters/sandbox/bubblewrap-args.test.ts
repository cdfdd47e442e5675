import { describe, expect, test } from 'vitest';
import { bubblewrapArgs, type Places } from '../../../src/adapters/sandbox/bubblewrap-args.ts';
import { toolchainFolders } from '../../../src/adapters/sandbox/toolchains.ts';

const NOWHERE: Places = { hidden: [], read: [], write: [] };
const INSIDE = { command: 'npm test; "$(x)"', slot: '/home/u/.cache/slot-1', network: false, read: [] };

/** Lists what is mounted at a place and at those around it and below it, in the order in which it is. */
function mountsAt(args: readonly string[], place: string): readonly string[] {
  return args.flatMap((word, index) => {
    const path = args[index + 1] ?? '';
    const isMount = /^--(?:ro-bind-try|bind-try|bind|tmpfs)$/.test(word);
    return isMount && `${path}/`.startsWith(place) ? [`${word.slice(2)} ${path}`] : [];
  });
}

describe('the arguments of bubblewrap', () => {
  test.each<
    readonly [what: string, places: Partial<Places>, read: readonly string[], mounts: readonly string[]]
  >([
    [
      'the home folder is empty but for the slot',
      { hidden: ['/home/u'] },
      [],
      ['tmpfs /home/u', 'bind /home/u/.cache/slot-1'],
    ],
    [
      'what is declared below it is there',
      { hidden: ['/home/u'], read: ['/home/u/.m2'], write: ['/home/u/.npm'] },
      [],
      ['tmpfs /home/u', 'ro-bind-try /home/u/.m2', 'bind-try /home/u/.npm', 'bind /home/u/.cache/slot-1'],
    ],
    [
      'a repository in a folder that can be read stays hidden, but for the objects that the slot borrows',
      { hidden: ['/home/u', '/home/u/src/repo', '/home/u/src/repo/.git'], read: ['/home/u/src'] },
      ['/home/u/src/repo/.git/objects'],
      [
        'tmpfs /home/u',
        'ro-bind-try /home/u/src',
        'tmpfs /home/u/src/repo',
        'bind /home/u/.cache/slot-1',
        'tmpfs /home/u/src/repo/.git',
        'ro-bind-try /home/u/src/repo/.git/objects',
      ],
    ],
    [
      'a slot inside of a hidden checkout is there',
      { hidden: ['/home/u/.cache'] },
      [],
      ['tmpfs /home/u/.cache', 'bind /home/u/.cache/slot-1'],
    ],
  ])('%s', (_, places, read, mounts) => {
    const args = bubblewrapArgs({ ...NOWHERE, ...places }, { ...INSIDE, read });

    expect(mountsAt(args, '/home/')).toEqual(mounts);
  });

  test('the system is read-only, and temporary folders are empty', () => {
    const args = bubblewrapArgs(NOWHERE, INSIDE);

    expect(mountsAt(args, '/usr/')).toEqual(['ro-bind-try /usr']);
    expect(mountsAt(args, '/tmp/')).toEqual(['tmpfs /tmp']);
    expect(mountsAt(args, '/run/')[0]).toBe('tmpfs /run');
  });

  test('processes are its own, it ends with the engine, and the network is a choice', () => {
    const [offline, online] = [false, true].map((network) => bubblewrapArgs(NOWHERE, { ...INSIDE, network }));

    expect(offline).toEqual(expect.arrayContaining(['--unshare-pid', '--die-with-parent', '--unshare-net']));
    expect(online).toEqual(expect.arrayContaining(['--unshare-pid', '--die-with-parent']));
    expect(online).not.toContain('--unshare-net');
  });

  test('the command is the last word, as it is', () => {
    expect(bubblewrapArgs(NOWHERE, INSIDE).slice(-4)).toEqual(['--', '/bin/sh', '-c', INSIDE.command]);
  });
});

test('toolchains are the folders of the PATH and of version managers, and never the home folder or what holds it', () => {
  const env = {
    PATH: '/usr/bin:.:bin::/home/u/tools/bin:/home/u',
    NVM_DIR: '/home/u/.nvm',
    JAVA_HOME: '/',
    GITHUB_TOKEN: '/x',
  };

  const folders = toolchainFolders([env], '/home/u');

  expect(folders.slice(0, 3)).toEqual(['/usr/bin', '/home/u/tools/bin', '/home/u/.nvm']);
  expect(folders).not.toContain('/home/u');
  expect(folders).not.toContain('/');
  expect(folders).not.toContain('/x');
});
