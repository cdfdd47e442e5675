/** Programs that cannot be started, and why. */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';

const heard = (message: unknown) => {
  const { process: child } = message as { readonly process: NodeJS.EventEmitter };
  child.on('error', () => {});
};
let hears = false;

/**
 * Listens for the failed start of every program from now on. Without free descriptors Node makes no pipes and reports the error a tick
 * later: whoever had not listened first would crash at both, and the second crash ends this process.
 */
export function hearFailedStarts(): void {
  if (!hears) subscribe('child_process', heard);
  hears = true;
}

/** Returns what was missing where the system says `ENOENT` of a start: the folder to start in, in a sentence, else the program. */
export function missingOf(cwd: string): string {
  return existsSync(cwd) ? 'ENOENT' : `there is no folder ${cwd}`;
}
