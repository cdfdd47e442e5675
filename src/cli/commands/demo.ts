/** `intorch demo`: shows everything on a throw-away repository, and deletes it when the session was finished on the screen. */
import { rm } from 'node:fs/promises';
import { shellWord } from '../../domain/shared/shell-word.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation, parseCommandLine } from '../arguments/parse-args.ts';
import { makeSampleRepository, type SampleRepository } from '../demo/sample-repository.ts';
import { type ProgramCall, programCall } from '../output/program-call.ts';

export async function demoCommand({ flags }: Invocation, io: Io): Promise<number> {
  const sample = await makeSampleRepository(Date.now());
  const inside = { ...io, directory: sample.repository };
  io.out(`${introduction(sample).join('\n')}\n`);
  if (!io.interactive || flagOn(flags, 'no-tui')) {
    const { runCommand } = await import('./run.ts');
    const status = await runCommand(parseCommandLine(['run', '--decide', 'recommended']), inside);
    // Keep the repository: its reports are there to be read.
    io.out(`\n${remaining(sample).join('\n')}\n`);
    return status;
  }
  const { tuiCommand } = await import('./tui.ts');
  const status = await tuiCommand(parseCommandLine(['tui']), inside);
  const open = await isOpen(inside);
  if (!open && !flagOn(flags, 'keep')) await remove(sample, inside);
  else io.out(`${(open ? goingOn(sample, programCall(inside)) : remaining(sample)).join('\n')}\n`);
  return status;
}

function introduction({ folder, repository }: SampleRepository): readonly string[] {
  return [
    `A sample repository, with seven weeks of history and ten branches of agents: ${repository}`,
    `Everything the demo writes is below ${folder}`,
    '',
  ];
}

function goingOn({ folder }: SampleRepository, call: ProgramCall): readonly string[] {
  return [
    'The demo is not finished.',
    `Go on with it:  ${call('tui')}`,
    `Remove it:      ${call('stop --now')} && rm -rf ${shellWord(folder)}`,
  ];
}

function remaining({ folder, repository }: SampleRepository): readonly string[] {
  return [
    `Look around:  git -C ${shellWord(repository)} log --graph --oneline main`,
    `Remove it:    rm -rf ${shellWord(folder)}`,
  ];
}

/** A detached or stopped demo can be resumed, so its repository stays. */
async function isOpen(io: Io): Promise<boolean> {
  const { readRepository } = await import('../repository/read-repository.ts');
  const { sessions } = await readRepository(io, new Map());
  return (await sessions.list()).some((session) => !session.finished);
}

/** Stops the engine, then deletes the folder. A finished engine still waits for screens, and must not write to a deleted folder. */
async function remove({ folder }: SampleRepository, io: Io): Promise<void> {
  const { stopCommand } = await import('./stop.ts');
  await stopCommand(parseCommandLine(['stop', '--now']), { ...io, out: () => {} });
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  io.out(`Removed ${folder}; intorch demo --keep leaves it there\n`);
}
