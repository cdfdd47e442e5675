/** The program that somebody gave a command with, as far as it is known. */
export interface ClientFacts {
  /** The command of intorch that it is: `tui`, `decide`. */
  readonly program: string;
  readonly pid: number;
  /** Its terminal, such as `/dev/pts/3`; null: it has none, as in a script. */
  readonly terminal: string | null;
}

/** Names a client in a few words: `tui 4711 on /dev/pts/3`. */
export function clientWords({ program, pid, terminal }: ClientFacts): string {
  return `${program} ${pid} ${terminal === null ? 'without a terminal' : `on ${terminal}`}`;
}

/** Names who decided, and with what: `operator (tui 4711 on /dev/pts/3)`. */
export function deciderWords({
  by,
  client = null,
}: {
  readonly by: string;
  readonly client?: ClientFacts | null;
}): string {
  return client === null ? by : `${by} (${clientWords(client)})`;
}
