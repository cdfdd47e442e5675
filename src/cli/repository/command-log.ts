/** The most recent git commands, for the screen that shows what intorch did. */
export interface CommandLog {
  readonly add: (command: string) => void;
  readonly newest: () => readonly string[];
}

const KEPT = 50;

/** Creates a log that keeps the newest commands. */
export function commandLog(): CommandLog {
  let commands: readonly string[] = [];
  return {
    add: (command) => {
      commands = [...commands.slice(1 - KEPT), command];
    },
    newest: () => commands,
  };
}
