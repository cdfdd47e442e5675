/** Starts a command as free as it may be: with all that its user may do, or shut in by another program. */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessRequest } from '../../ports/processes.ts';
import { type ProgramEnd, type StartedProgram, type StartOptions, startProgram } from './program.ts';

/** A command, and what it needs of the machine beside the system. */
export interface Inside extends Pick<ProcessRequest, 'command' | 'read'> {
  /** Absolute path of its workspace. */
  readonly slot: string;
  readonly network: boolean;
}

export interface Sandbox {
  /** Returns the command line, the program first. */
  readonly words: (inside: Inside) => readonly string[];
  /** Says why the command never began, by the exit status and what the program told on descriptor 3; null: it did. */
  readonly failure: (exit_code: number, told: string) => string | null;
}

/** Why nothing can be shut in here, in a sentence. */
export interface NoSandbox {
  readonly unavailable: string;
}

type Begin = (options: StartOptions) => StartedProgram;

/** Returns how to start a command, or why it must not start: it is to be shut in, and nothing here can. */
export function startOfCommand(
  { command, confinement, cwd, read }: ProcessRequest,
  sandbox: Sandbox | NoSandbox,
): Begin | NoSandbox {
  if (confinement === 'off') return (options) => startProgram('/bin/sh', ['-c', command], options);
  if ('unavailable' in sandbox) return sandbox;
  return (options) => {
    const [file = '', ...args] = sandbox.words({
      command,
      slot: cwd,
      network: confinement === 'online',
      read,
    });
    const name = join(tmpdir(), `intorch-${randomUUID()}`);
    const status_fd = openSync(name, 'wx+', 0o600);
    rmSync(name);
    const { pid, ended } = startProgram(file, args, { ...options, status_fd });
    return { pid, ended: ended.then((end) => truthOf(end, sandbox, status_fd)) };
  };
}

/** Its exit status would count as the command's own. */
function truthOf(end: ProgramEnd, { failure }: Sandbox, status_fd: number): ProgramEnd {
  const told = Buffer.alloc(fstatSync(status_fd).size);
  readSync(status_fd, told, 0, told.length, 0);
  closeSync(status_fd);
  const failed = end.exit_code === null ? null : failure(end.exit_code, told.toString('utf8'));
  return failed === null ? end : { ...end, exit_code: null, failed_to_start: failed };
}
