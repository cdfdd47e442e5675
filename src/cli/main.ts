/**
 * This folder: the entry of the program, and which command loads what.
 *
 * The entry point of the command line: parses it, loads the one command it names, and turns errors into messages.
 */
import { writeSync } from 'node:fs';
import { delimiter, isAbsolute, resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { asIntorchError, errorLines, IntorchError } from '../domain/shared/errors.ts';
import { sanitize } from '../domain/shared/text.ts';
import { commandNamed } from './arguments/args.ts';
import { commandHelp, generalHelp } from './arguments/help.ts';
import type { Io } from './arguments/io.ts';
import { flagOn, flagValue, parseCommandLine } from './arguments/parse-args.ts';
import { LOADERS } from './loaders.ts';

/** Runs one command line and returns the exit status. Never rejects. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    const invocation = parseCommandLine(argv);
    const { command, flags } = invocation;
    if (flagOn(flags, 'version')) {
      io.out(`intorch ${manifest.version}\n`);
      return 0;
    }
    if (flagOn(flags, 'help')) {
      const spec = command === null ? null : commandNamed(command);
      io.out(spec === null ? generalHelp() : commandHelp(spec));
      return 0;
    }
    const load = LOADERS[command ?? 'tui'];
    if (load === undefined) throw new IntorchError('BUG', `intorch ${command} has nothing behind it`);
    if (command === 'run' || command === 'resume') {
      const { shedTokens } = await import('./session/engine/shed-tokens.ts');
      shedTokens(io);
    }
    const run = await load();
    const env = { ...io.env, ...searchPathOf(io.env) };
    return await run(
      invocation,
      having(io, { env, directory: resolve(io.directory, flagValue(flags, 'repo') ?? '.') }),
    );
  } catch (thrown) {
    const error = asIntorchError(thrown);
    io.err(`${sanitize(errorLines(error).join('\n'))}\n`);
    if (error.code === 'BUG' || io.env['INTORCH_DEBUG']) io.err(`${sanitize(stackOf(thrown))}\n`);
    return error.exit_status;
  }
}

/** Returns the PATH without folders that depend on where somebody stands: what lies there, a branch may have brought. */
function searchPathOf({ PATH: path }: Io['env']): { readonly PATH?: string } {
  if (path === undefined) return {};
  return { PATH: path.split(delimiter).filter(isAbsolute).join(delimiter) || '/usr/bin:/bin' };
}

function startAgain(env: Readonly<Record<string, string>>): void {
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], env);
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

/** Returns the same with other parts. Copying one by one would look at the terminal, which few commands ask for. */
function having(io: Io, parts: Partial<Io>): Io {
  const [those, these] = [io, parts].map(Object.getOwnPropertyDescriptors);
  return Object.defineProperties({}, { ...those, ...these }) as Io;
}

function processIo(): Io {
  Object.assign(process.env, searchPathOf(process.env));
  return {
    out: writerTo('stdout', 1),
    err: writerTo('stderr', 2),
    get interactive() {
      return process.stdin.isTTY === true && process.stdout.isTTY === true;
    },
    env: process.env,
    startAgain: process.execve && startAgain,
    directory: process.cwd(),
  };
}

/**
 * Returns a function that writes to a stream, as Node does there, at once. The stream itself is opened only where the descriptor does not take
 * the text: that alone takes a tenth of the time that Node needs to start.
 */
function writerTo(name: 'stdout' | 'stderr', descriptor: number): (text: string) => void {
  let stream: NodeJS.WriteStream | null = null;
  return (text) => {
    const left = stream === null ? writeNow(descriptor, Buffer.from(text)) : Buffer.from(text);
    if (left.length === 0) return;
    // A reader that goes away (`intorch run | head`) must not end the integration with it.
    stream ??= process[name].on('error', () => undefined);
    stream.write(left);
  };
}

/** Writes what a descriptor takes at once, and returns the rest. */
function writeNow(descriptor: number, bytes: Buffer): Buffer {
  try {
    const left = bytes.subarray(writeSync(descriptor, bytes));
    return left.length === 0 ? left : writeNow(descriptor, left);
  } catch {
    return bytes;
  }
}
