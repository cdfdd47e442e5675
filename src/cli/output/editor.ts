/** Runs the operator's own programs and lends them the terminal. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { logPieces } from '../../adapters/disk/log-files.ts';
import { sanitize, sanitizeLine } from '../../domain/shared/text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens a file in `$VISUAL`, `$EDITOR` or vi, and waits until the program exits. */
export function openInEditor(file: string, env: Environment): Promise<void> {
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi';
  // Editors may be set with arguments ("code --wait"), so a shell splits them. The file is passed as an argument of its own.
  return untilClosed('sh', ['-c', `${editor} "$1"`, 'sh', file], undefined);
}

/**
 * Shows a file in `$PAGER` or less, and waits until the program exits. A log holds what programs of branches printed, as they printed it;
 * the pager gets it without anything that a terminal would obey.
 */
export async function openInPager(file: string, env: Environment): Promise<void> {
  const pager = spawn('sh', ['-c', env['PAGER'] || 'less'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const closed = new Promise<void>((resolve, reject) => {
    pager.once('error', reject);
    pager.once('close', () => resolve());
  });
  // Whoever leaves before the end wants no more of it.
  await pipeline(Readable.from(shownLines(file)), pager.stdin).catch(() => undefined);
  return closed;
}

async function* shownLines(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: Readable.from(wholeLog(file)) }))
    yield `${sanitize(line)}\n`;
}

/** Yields all of a log, with the parts that came before its file. */
async function* wholeLog(file: string): AsyncGenerator<Uint8Array> {
  for await (const piece of logPieces(file, 0)) {
    if (piece === null) return;
    yield Buffer.from(piece);
  }
}

/** Shows what changed between two commits in git's pager. Branch names are only ever passed as arguments, never to a shell. */
export function showDifference(directory: string, from: string, to: string): Promise<void> {
  const range = `${from}...${to}`;
  const args = [
    '--paginate',
    'diff',
    '--stat',
    '--patch',
    '--no-ext-diff',
    '--no-textconv',
    '--end-of-options',
    range,
  ];
  return untilClosed('git', ['-c', 'core.fsmonitor=false', ...args, '--'], directory);
}

/** Opens the operator's shell in the workspace of a gate, and waits until it exits. Says first where this is, and how to come back. */
export function openShell(directory: string, env: Environment): Promise<void> {
  process.stdout.write(
    `\nA shell in the workspace where the gate ran: ${sanitizeLine(directory)}\n` +
      'Changes to tracked files here are thrown away. "exit" returns.\n\n',
  );
  return untilClosed(env['SHELL'] || 'sh', [], directory);
}

function untilClosed(file: string, args: readonly string[], cwd: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...(cwd === undefined ? {} : { cwd }) });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
