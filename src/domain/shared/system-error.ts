/** System errors, which every program of a machine can meet, in words. @see errno(3) */

interface SystemReason {
  /** Why something failed, in words; null: a code that says nothing to people. */
  readonly reason: string | null;
  /** What helps, where it is not space or permissions. */
  readonly remedy: string | null;
}

const FULL = 'the disk is full';
const FORBIDDEN = 'the rights do not allow it';
const MORE_FILES = 'Let it have more files open, as in `ulimit -n 1024`, then: intorch resume';
const MOVE_AWAY = 'Move away what is there, then: intorch resume';
const MORE_PROCESSES = 'Wait until the machine has less to do, then: intorch resume';

const REASONS: Readonly<Record<string, readonly [reason: string, remedy?: string]>> = {
  EACCES: [FORBIDDEN],
  EAGAIN: ['the machine cannot hold more processes', MORE_PROCESSES],
  EDQUOT: [FULL],
  EEXIST: ['something else is in its place', MOVE_AWAY],
  EFBIG: ['the file would be larger than the system allows'],
  EIO: ['the disk reports an error'],
  EISDIR: ['a folder is where a file should be', MOVE_AWAY],
  EMFILE: ['too many files are open', MORE_FILES],
  ENFILE: ['too many files are open on this machine', MORE_PROCESSES],
  ENOENT: ['it is not there', 'See what removed it, then: intorch resume'],
  ENOMEM: ['the machine is out of memory', MORE_PROCESSES],
  ENOSPC: [FULL],
  ENOTDIR: ['a file is where a folder should be', MOVE_AWAY],
  EPERM: [FORBIDDEN],
  EROFS: ['the file system is read-only'],
};

/** Returns the code of a system error (`ENOENT`), or null. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Describes the code of a system error. */
export function systemReason(code: string | null): SystemReason {
  const [reason = null, remedy = null] = (code === null ? undefined : REASONS[code]) ?? [];
  return { reason, remedy };
}

/** Describes a system error in words. */
export function reasonOf(error: unknown): string {
  const { reason } = systemReason(codeOf(error));
  // What was not there has its name in the message alone.
  if (reason !== null && codeOf(error) !== 'ENOENT') return reason;
  return error instanceof Error ? error.message : String(error);
}
