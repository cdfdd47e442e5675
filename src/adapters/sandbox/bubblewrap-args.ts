/**
 * This folder: what bubblewrap shows of this machine.
 *
 * What a command sees that bubblewrap shuts in. The system is read-only; of what is not named here, nothing is there.
 * @see bwrap(1)
 */
import type { Inside } from '../execa/shut-in.ts';

/** Absolute paths of the operator's machine. */
export interface Places {
  /** Folders that are empty inside, and can be written: the home folder, the repository, its checkout. */
  readonly hidden: readonly string[];
  /** What can be read or written although it is below a hidden folder. */
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Programs, libraries and their configuration, on any distribution. */
const SYSTEM = [
  ...[
    '/usr',
    '/bin',
    '/sbin',
    '/lib',
    '/lib32',
    '/lib64',
    '/libx32',
    '/etc',
    '/opt',
    '/nix',
    '/gnu',
    '/snap',
  ],
  ...['/run/current-system', '/run/systemd/resolve', '/var/lib/ca-certificates'],
];
const EMPTY = ['/tmp', '/var/tmp', '/run'];
/** Descriptor on which bubblewrap tells that the command began and ended. */
const STATUS_FD = 3;

type Mount = readonly [option: '--ro-bind-try' | '--bind-try' | '--bind' | '--tmpfs', path: string];

/** Returns the arguments of bubblewrap for a command. A deeper place is mounted after those around it, so it is what counts there. */
export function bubblewrapArgs({ hidden, read, write }: Places, inside: Inside): readonly string[] {
  const mounts: readonly Mount[] = [
    ...SYSTEM.map((path): Mount => ['--ro-bind-try', path]),
    ...EMPTY.map((path): Mount => ['--tmpfs', path]),
    ...read.filter((path) => !isOfSystem(path)).map((path): Mount => ['--ro-bind-try', path]),
    ...write.map((path): Mount => ['--bind-try', path]),
    ...hidden.map((path): Mount => ['--tmpfs', path]),
    ...inside.read.map((path): Mount => ['--ro-bind-try', path]),
    ['--bind', inside.slot],
  ];
  return [
    ...['--die-with-parent', '--unshare-pid', '--unshare-ipc', '--cap-drop', 'ALL'],
    ...(inside.network ? [] : ['--unshare-net']),
    ...['--json-status-fd', String(STATUS_FD)],
    ...mounts
      .toSorted(([, a], [, b]) => depth(a) - depth(b))
      .flatMap(([option, path]) => (option === '--tmpfs' ? [option, path] : [option, path, path])),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['TMPDIR', 'TMP', 'TEMP'].flatMap((name) => ['--setenv', name, '/tmp']),
    ...['--chdir', inside.slot, '--', '/bin/sh', '-c', inside.command],
  ];
}

function depth(path: string): number {
  return path.split('/').filter((part) => part !== '').length;
}

/** What is there already is not mounted again: a link on the way to it may lead to what is not. */
function isOfSystem(path: string): boolean {
  return SYSTEM.some((folder) => `${path}/`.startsWith(`${folder}/`));
}
