/** A screen on a real terminal, with an engine that is an object. The terminal tests start it in a process of its own. */
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { startTui } from '../../../src/tui/start-tui.ts';
import { fakeEngine, snapshotOf } from './fake-engine.ts';
import { deciding, TEXTS, testing } from './moments.ts';

const [, , moment = 'deciding', report = ''] = process.argv;
const engine = fakeEngine(snapshotOf(moment === 'testing' ? testing() : deciding(), { texts: TEXTS }), true);
// Breaks a frame while it is drawn.
if (moment === 'broken') engine.show({ engine: null as never });

const say = (text: string) => report !== '' && appendFileSync(report, `${text}\n`);
const lent = (what: string) => () => {
  // Reads one line from the terminal as an editor would, and leaves the cursor in mid-row.
  const child = spawnSync(
    'sh',
    ['-c', `printf 'lent to ${what}> '; read line; printf 'got %s' "$line"; echo "$line" >> ${report}`],
    { stdio: 'inherit' },
  );
  return child.error === undefined ? Promise.resolve() : Promise.reject(child.error);
};

const show = setInterval(() => {}, 1000);
process.on('SIGUSR1', () => {
  const editing = {
    conflict: deciding().conflicts_detected[0]?.id ?? ('' as never),
    file: '/tmp/x',
    done: false,
    refused: null,
  };
  engine.show({ state: deciding({ editing }) });
});
try {
  const end = await startTui({
    client: engine,
    stdin: process.stdin,
    stdout: process.stdout,
    options: {
      ascii: false,
      no_color: true,
      screen_reader: false,
      motion: false,
      guard_ms: 0,
      editor: lent('editor'),
      read: () => Promise.resolve(),
      history: () => Promise.resolve([]),
      shell: lent('shell'),
    },
  });
  for (const text of end.lines) process.stdout.write(`${text}\n`);
  say(JSON.stringify({ ...end, sent: engine.sent }));
  process.exitCode = end.status;
} catch (thrown) {
  process.stdout.write(`error: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = (thrown as { exit_status?: number }).exit_status ?? 1;
}
clearInterval(show);
