/** Plain lines on the normal screen instead of frames. Nothing is redrawn, so people can scroll back and copy everything. */
import { sanitize } from '../../domain/shared/text.ts';
import type { LogText } from '../../wire/protocol.ts';
import type { EngineClient, Snapshot } from '../integration-client.ts';
import { splitKeys } from './key-splitter.ts';
import type { RealStdin } from './stdin-keys.ts';
import { streamLines } from './stream-lines.ts';
import type { RealStdout } from './terminal-modes.ts';

const BACK = ['s', 'q', '\x1b', '\r', '\x03'];
const DETACH = 'D';

interface Streaming {
  readonly client: EngineClient;
  readonly stdin: RealStdin;
  readonly stdout: Pick<RealStdout, 'write'>;
  /** Reduces a line to what the locale can show. */
  readonly dress: (text: string) => string;
}

/** Prints what happens and the output of running gates, until a key ends it. Returns which kind of key. */
export async function streamUntilKey(streaming: Streaming): Promise<'back' | 'detached'> {
  const { client, stdin, stdout, dress } = streaming;
  const print = (text: string) => void stdout.write(`${dress(text)}\r\n`);
  let before: Snapshot | null = null;
  const logs = followRunning(client, print);
  const tell = () => {
    const after = client.snapshot();
    if (after !== null) {
      for (const text of streamLines(before, after)) print(text);
      before = after;
      logs.update(after);
    }
    if (client.connection() === 'ended') print('The engine has ended; s goes back to its last screen');
  };
  print('intorch: plain lines from here on; s goes back to the screen, D detaches');
  tell();
  const unsubscribe = client.subscribe(tell);
  try {
    return await whichKey(stdin);
  } finally {
    unsubscribe();
    logs.stop();
  }
}

/** Follows the logs of the running gates, with the gate's name before each line. */
function followRunning(client: EngineClient, print: (text: string) => void) {
  const followed = new Map<string, () => void>();
  return {
    update: ({ state }: Snapshot) => {
      for (const run of state.gate_runs) {
        if (run.status === 'RUNNING' && run.log !== null && !followed.has(run.id))
          followed.set(run.id, client.follow(run.log, wholeLines(`${run.gate} | `, print)));
      }
    },
    stop: () => {
      for (const stop of followed.values()) stop();
    },
  };
}

/** Collects whole lines, because text arrives in pieces that end anywhere. */
function wholeLines(prefix: string, print: (text: string) => void): (more: LogText) => void {
  let rest = '';
  return ({ text, cut }) => {
    const lines = `${cut ? '…\n' : rest}${sanitize(text)}`.split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) print(lines.map((each) => `      ${prefix}${each}`).join('\r\n'));
  };
}

function whichKey(stdin: RealStdin): Promise<'back' | 'detached'> {
  return new Promise((resolve) => {
    const take = (chunk: string) => {
      const { keys, rest } = splitKeys(chunk);
      const key = [...keys, rest].find((each) => each === DETACH || BACK.includes(each));
      if (key === undefined) return;
      stdin.off('data', take);
      stdin.pause();
      stdin.setRawMode?.(false);
      resolve(key === DETACH ? 'detached' : 'back');
    };
    stdin.setRawMode?.(true);
    stdin.setEncoding('utf8');
    stdin.on('data', take);
    stdin.resume();
  });
}
