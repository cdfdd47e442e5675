/** Everything is killed at once: the screen, the engine it started, its git processes, and its gates with all their children. */
import { spawn } from '@lydell/node-pty';
import { it } from 'vitest';
import { openRepository } from '../../src/cli/repository/compose.ts';
import { builtProgram, type Place, placeFor, processesWith } from '../support/built-program.ts';
import { endedAlready } from '../support/crash.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { killAll } from './support/processes.ts';
import { killAtRandom } from './support/random-kills.ts';
import { sitDown } from './support/scripted.ts';

it('kill -9 of screen, engine and gates together at random moments changes nothing about the end', async () => {
  await killAtRandom(workToTheEnd);
});

/** Opens screens until an integration finishes. `killAfter` returns each life's time in milliseconds; null: until it ends. */
async function workToTheEnd(repo: TestRepository, killAfter: (life: number) => number | null) {
  const place = placeFor(repo.dir, await temporaryFolder(), { TERM: 'xterm-256color', INTORCH_MOTION: '0' });
  const everybody = () => processesWith(place.env['HOME'] ?? '', repo.gitDir);
  for (let life = 0; ; life++) {
    const screen = await openScreen(place);
    const delay_ms = killAfter(life);
    let isKilled = false;
    const killing = Promise.withResolvers<null>();
    const timer =
      delay_ms === null
        ? null
        : setTimeout(async () => {
            isKilled = true;
            // Twice, to catch what was just being started.
            for (let round = 0; round < 2; round++) killAll(await everybody());
            killing.resolve(null);
          }, delay_ms);
    const state = await Promise.race([finishedState(repo), killing.promise]);
    if (timer !== null) clearTimeout(timer);
    if (isKilled) await killing.promise;
    else if (state === null) throw new Error(`nobody killed it, and it ended:\n${screen.shown()}`);
    // Close the window, as somebody does who has seen the end.
    if (!isKilled) screen.close();
    await screen.ended;
    if (state !== null && !isKilled) return { state, lives: life + 1, place };
    const finished = await endedAlready(
      await openRepository({ directory: repo.dir, env: place.env }, new Map()),
    );
    if (finished !== null) return { state: finished, lives: life + 2, place };
  }
}

async function finishedState(repo: TestRepository) {
  const operator = await sitDown(repo);
  if (operator === null) return null;
  const state = await operator.finished;
  if (state !== null) operator.client.stopEngine(true);
  operator.client.close();
  return state;
}

/** Opens `intorch tui --resume` on a terminal. */
async function openScreen({ dir, env }: Place) {
  const { node, intorch } = await builtProgram();
  const terminal = spawn(node, [intorch, 'tui', '--resume'], {
    name: 'xterm-256color',
    cols: 100,
    rows: 30,
    cwd: dir,
    env: { ...env },
  });
  let shown = '';
  terminal.onData((text) => {
    shown = `${shown}${text}`.slice(-4000);
  });
  const ended = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  return { ended, shown: () => shown, close: () => terminal.kill('SIGHUP') };
}
