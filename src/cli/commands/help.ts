import { IntorchError } from '../../domain/shared/errors.ts';
import { nearest } from '../../domain/shared/nearest.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import { commandNamed, listedCommands } from '../arguments/args.ts';
import { commandHelp, generalHelp } from '../arguments/help.ts';
import type { Io } from '../arguments/io.ts';
import type { Invocation } from '../arguments/parse-args.ts';

/** `intorch help [COMMAND|keys]`: prints the same help as `--help`, or the tables of keys. */
export async function helpCommand({ words }: Invocation, io: Io): Promise<number> {
  const [topic] = words;
  if (topic === undefined) io.out(generalHelp());
  else if (topic === 'keys') {
    const { keyTable } = await import('../../tui/keys/keymap.ts');
    const { monitorKeyTable } = await import('../../tui/monitor/monitor-keys.ts');
    io.out(`${keyTable()}\n\nOn the monitor of pipelines:\n\n${monitorKeyTable()}\n`);
  } else {
    const command = commandNamed(topic);
    if (command === null) throw noTopic(topic);
    io.out(commandHelp(command));
  }
  return 0;
}

function noTopic(topic: string): IntorchError {
  const near = nearest(topic, ['keys', ...listedCommands().map((command) => command.name)]);
  const details = near === null ? {} : { remedy: `Did you mean intorch help ${near}?` };
  return new IntorchError('WRONG_USE', `There is no help on ${sanitizeLine(topic)}`, details);
}
