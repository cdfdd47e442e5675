/** Records what programs write, as strace sees it, and reads the record. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { dirname, isAbsolute, join, normalize } from 'node:path';

/** One change of a file system that succeeded. Paths are absolute. */
export type Change =
  /** `at`: null: where the last write of this descriptor ended. */
  | {
      readonly type: 'write';
      readonly path: string;
      readonly fd: string;
      readonly at: number | null;
      readonly bytes: Buffer;
    }
  | { readonly type: 'open'; readonly path: string; readonly fd: string; readonly flags: string }
  | { readonly type: 'seek'; readonly path: string; readonly fd: string; readonly at: number }
  | { readonly type: 'truncate'; readonly path: string; readonly size: number }
  | { readonly type: 'rename' | 'link'; readonly from: string; readonly path: string }
  | { readonly type: 'symlink'; readonly to: string; readonly path: string }
  | { readonly type: 'mkdir' | 'remove' | 'sync'; readonly path: string };

const CALLS =
  'openat,open,creat,write,pwrite64,writev,pwritev,lseek,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,rmdir,symlink,symlinkat,ftruncate,truncate,fsync,fdatasync,chdir';

/** Whether strace is installed and may look into other programs here. */
export const CAN_RECORD = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;

/** Runs a program, and records in a file what it and all that it starts write. */
export function record(
  log: string,
  [program, ...args]: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): SpawnSyncReturns<string> {
  const strace = ['-f', '-qq', '-y', '-xx', '-s', '100000000', '-e', 'signal=none', '-e', `trace=${CALLS}`];
  return spawnSync('strace', [...strace, '-o', log, program, ...args], { ...options, encoding: 'utf8' });
}

/** Reads a record: what changed, in the order in which it was done. */
export function changesIn(log: string, cwd: string): readonly Change[] {
  const unfinished = new Map<string, string>();
  const folders = new Map<string, string>();
  return log.split('\n').flatMap((line): readonly Change[] => {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    const begun = /^(.*) <unfinished \.\.\.>$/s.exec(rest)?.[1];
    if (begun !== undefined) unfinished.set(pid, begun);
    const ended = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest)?.[1];
    const whole = ended === undefined ? rest : (unfinished.get(pid) ?? '') + ended;
    const [, call, args = '', result = ''] = /^(\w+)\((.*)\) += (-?\d+(?:<[^>]*>)?)/s.exec(whole) ?? [];
    if (begun !== undefined || call === undefined || result.startsWith('-')) return [];
    const there = /AT_FDCWD<([^>]*)>/.exec(args)?.[1];
    if (there !== undefined) folders.set(pid, text(there).toString());
    const from = folders.get(pid) ?? cwd;
    if (call === 'chdir') folders.set(pid, absolute(from, stringsOf(args)[0] ?? ''));
    return changeOf(call, args, result, from);
  });
}

function changeOf(call: string, args: string, result: string, cwd: string): readonly Change[] {
  const descriptor = /^(\d+)<([^>]*)>/.exec(args);
  const fd = descriptor?.[1] ?? '';
  const open = text(descriptor?.[2] ?? '').toString();
  const strings = stringsOf(args);
  const [first = '', second = ''] = placesOf(args, cwd);
  const last = Number(/(-?\d+)$/.exec(args)?.[1] ?? 0);
  switch (call) {
    case 'openat':
    case 'open':
    case 'creat': {
      const [, number = '', path = ''] = /^(\d+)<([^>]*)>/.exec(result) ?? [];
      return [{ type: 'open', path: text(path).toString(), fd: number, flags: args }];
    }
    case 'write':
    case 'writev': {
      const bytes = Buffer.concat(bytesOf(args));
      return [{ type: 'write', path: open, fd, at: null, bytes: bytes.subarray(0, Number(result)) }];
    }
    case 'pwrite64':
    case 'pwritev':
      return [{ type: 'write', path: open, fd, at: last, bytes: Buffer.concat(bytesOf(args)) }];
    case 'lseek':
      return [{ type: 'seek', path: open, fd, at: Number.parseInt(result, 10) }];
    case 'ftruncate':
      return [{ type: 'truncate', path: open, size: last }];
    case 'truncate':
      return [{ type: 'truncate', path: first, size: last }];
    case 'fsync':
    case 'fdatasync':
      return [{ type: 'sync', path: open }];
    case 'rename':
    case 'renameat':
    case 'renameat2':
      return [{ type: 'rename', from: first, path: second }];
    case 'link':
    case 'linkat':
      return [{ type: 'link', from: first, path: second }];
    case 'symlink':
    case 'symlinkat':
      return [{ type: 'symlink', to: strings[0] ?? '', path: placesOf(args, cwd).at(-1) ?? '' }];
    case 'mkdir':
    case 'mkdirat':
      return [{ type: 'mkdir', path: first }];
    case 'unlink':
    case 'unlinkat':
    case 'rmdir':
      return [{ type: 'remove', path: first }];
    default:
      return [];
  }
}

const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;

function bytesOf(args: string): readonly Buffer[] {
  return [...args.matchAll(STRING)].map(([, hex = '']) => text(hex));
}

function stringsOf(args: string): readonly string[] {
  return bytesOf(args).map(String);
}

/** Reads the paths among the arguments: each from the folder that is named before it, or from where the process is. */
function placesOf(args: string, cwd: string): readonly string[] {
  const named = /(?:(?:\d+|AT_FDCWD)<([^>]*)>, )?"((?:\\x[0-9a-f]{2})*)"/g;
  return [...args.matchAll(named)].map(([, folder, path = '']) =>
    absolute(folder === undefined ? cwd : text(folder).toString(), text(path).toString()),
  );
}

function absolute(from: string, path: string): string {
  return isAbsolute(path) ? normalize(path) : join(dirname(join(from, 'x')), path);
}

/** Decodes `\x41\x42`. What is not encoded, such as the mark of a file that is gone, belongs to no path. */
function text(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll('\\x', ''), 'hex');
}
