import type { CommandName } from './args.ts';
import type { Command } from './io.ts';

/** What is behind each command, loaded when it is asked for, so that `--help` and `status` never load the screens. */
export const LOADERS: Readonly<Partial<Record<CommandName, () => Promise<Command>>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  completion: async () => (await import('./commands/completion.ts')).completion,
  help: async () => (await import('./commands/help.ts')).help,
};
