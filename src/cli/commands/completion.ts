import { completionScript, SHELLS } from '../arguments/completion.ts';
import type { Io } from '../arguments/io.ts';
import type { Invocation } from '../arguments/parse-args.ts';

/** `intorch completion SHELL`: prints the completion script. */
export async function completionCommand({ words }: Invocation, io: Io): Promise<number> {
  const shell = SHELLS.find((one) => one === words[0]) ?? 'bash';
  io.out(completionScript(shell));
  return 0;
}
