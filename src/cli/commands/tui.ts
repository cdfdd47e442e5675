/** `intorch tui`: finds or starts the engine of this repository, and is a screen for it. */
import { IntorchError } from '../../domain/shared/errors.ts';
import { startTui } from '../../tui/terminal.ts';
import { terminalRefusal } from '../../tui/terminal-modes.ts';
import { connect } from '../../wire/client.ts';
import { socketPathFor } from '../../wire/socket-path.ts';
import { openRepository } from '../compose.ts';
import { openInEditor, openShell } from '../editor.ts';
import { ensureEngine } from '../engine-process.ts';
import { ownerText, RUN_REMEDY } from '../hold-lock.ts';
import type { Io } from '../io.ts';
import { isUtf8 } from '../locale.ts';
import { flagOn, type Invocation } from '../parse-args.ts';

export async function tui({ flags }: Invocation, io: Io): Promise<number> {
  if (!io.interactive) throw new IntorchError('NO_TERMINAL', 'The screen needs a terminal, and this is none');
  // Before anything is started that would be left behind.
  const refusal = terminalRefusal(process.stdin, process.stdout, io.env['TERM']);
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal);
  const repository = await openRepository(io, flags);
  const owner = await repository.lock.owner();
  if (owner?.role === 'run')
    throw new IntorchError(
      'SESSION_LOCKED',
      `Another intorch works on this repository: ${ownerText(owner)}`,
      { remedy: RUN_REMEDY },
    );
  await ensureEngine(repository, flags, owner !== null);
  const client = await connect({ socket_path: socketPathFor(repository.directory), patience_ms: 20_000 });
  const end = await startTui({
    client,
    stdin: process.stdin,
    stdout: process.stdout,
    options: {
      ascii: flagOn(flags, 'ascii') || !isUtf8(io.env),
      no_color: flagOn(flags, 'no-color') || Boolean(io.env['NO_COLOR']),
      screen_reader: flagOn(flags, 'screen-reader') || io.env['INK_SCREEN_READER'] === 'true',
      motion: io.env['INTORCH_MOTION'] !== '0',
      editor: (file) => openInEditor(file, io.env),
      shell: (directory) => openShell(directory, io.env),
    },
  });
  client.close();
  for (const line of end.lines) io.out(`${line}\n`);
  return end.status;
}
