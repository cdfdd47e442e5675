import { completionScript, SHELLS } from '../completion.ts';
import type { Io } from '../io.ts';
import type { Invocation } from '../parse-args.ts';

/** `intorch completion SHELL`: prints the completion script. */
export async function completion({ words }: Invocation, io: Io): Promise<number> {
  const shell = SHELLS.find((one) => one === words[0]) ?? 'bash';
  io.out(completionScript(shell));
  return 0;
}
