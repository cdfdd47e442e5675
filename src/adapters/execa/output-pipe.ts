import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { runProgram } from './program.ts';

export interface OutputPipe {
  /** Descriptor for the program to write to. */
  readonly input_fd: number;
  readonly output: Socket;
  /** Closes our writing end. The output then ends once no other process has it open. */
  readonly handOver: () => void;
}

/** What a pipe holds. */
const PIPE_BYTES = 64 * 1024;

/**
 * Creates a pipe for a program's output, under a name that it removes at once. A pipe made by Node is a socket, and a program that writes
 * its report to /dev/stdout cannot open a socket. `onBytes` gets what arrives, in a buffer that is used again: a program that prints a lot waits
 * no longer than for a file.
 */
export async function openOutputPipe(
  name: string,
  path: string | undefined,
  onBytes: (bytes: Uint8Array) => void,
): Promise<OutputPipe> {
  const env = path === undefined ? {} : { PATH: path };
  const made = await runProgram('mkfifo', ['-m', '600', '--', name], { cwd: '/', env, timeout_ms: 10_000 });
  if (made.exit_code !== 0) throw new Error(made.failed_to_start ?? made.stderr.trim());
  try {
    // Open the reading end first: opening the writing end blocks until there is a reader.
    const output_fd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    const input_fd = openSync(name, constants.O_WRONLY);
    const buffer = Buffer.allocUnsafe(PIPE_BYTES);
    const callback = (length: number) => {
      onBytes(buffer.subarray(0, length));
      return true;
    };
    const output = new Socket({
      fd: output_fd,
      readable: true,
      writable: false,
      onread: { buffer, callback },
    });
    output.resume();
    return { input_fd, output, handOver: () => closeSync(input_fd) };
  } finally {
    rmSync(name, { force: true });
  }
}
