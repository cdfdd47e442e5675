/** A run without a screen that is stopped from elsewhere, or killed: what is said of it then, and that it goes on. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { placeFor, runBuilt, startBuilt } from '../support/built-program.ts';
import { temporaryFolder } from '../support/repository.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';

/** Starts a run and waits until its gate stands at a file that is not there yet. */
async function testing() {
  const home = await temporaryFolder();
  const [began, released] = [join(home, 'began'), join(home, 'released')];
  const gate = `touch ${began}; while [ ! -e ${released} ]; do sleep 0.1; done`;
  const config = configured(`gates:\n  - { name: test, command: '${gate}', parser: exit, when: final }\n`);
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'a\n' }) }, { config });
  const place = placeFor(repo.dir, home);
  const run = await startBuilt(place, ['run']);
  onTestFinished(() => void run.child.kill('SIGKILL'));
  await vi.waitUntil(() => existsSync(began), { timeout: 60_000, interval: 50 });
  const intorch = (...args: readonly string[]) => runBuilt(place, args);
  onTestFinished(() => writeFile(released, ''));
  return { run, intorch };
}

it('is ended by intorch stop as by Ctrl-C, which says how it ended', async () => {
  const { run, intorch } = await testing();
  expect((await intorch('run')).err).toContain('or end it with intorch stop');

  const stopped = await intorch('stop');

  expect(stopped).toMatchObject({ status: 0, err: '' });
  expect(stopped.out).toBe(
    `The run (pid ${run.pid}) has ended: VALIDATING, 1 of 1 merged; everything is saved. Go on with: intorch resume\n`,
  );
  expect((await run.ended).status).toBe(130);
  expect(await intorch('stop')).toMatchObject({ status: 0, out: 'Nothing is running here\n' });
});

it('after a kill, status says that what was started was cut off, and that nobody drives it', async () => {
  const { run, intorch } = await testing();
  const during = JSON.parse((await intorch('status', '--json')).out);
  expect(during).toMatchObject({
    running: ['run_gate:1-test-final'],
    interrupted: [],
    driver: { pid: run.pid },
  });

  process.kill(run.pid, 'SIGKILL');
  await run.ended;

  const { out } = await intorch('status');
  expect(out).toMatch(/^session .*VALIDATING$/m);
  expect(out).toMatch(/^cut off {5}run_gate:1-test-final; done again when it goes on$/m);
  expect(out).toMatch(/^engine {6}not running; continue with: intorch tui or intorch resume$/m);
  expect(out).not.toMatch(/^running/m);
  expect(JSON.parse((await intorch('status', '--json')).out)).toMatchObject({
    running: [],
    interrupted: ['run_gate:1-test-final'],
    driver: null,
    next_action: { kind: 'resume', command: 'intorch resume' },
  });
});

it('that is killed by a gate again and again does not simply run it a third time', async () => {
  const home = await temporaryFolder();
  const gate = "{ name: test, command: 'test ! -e sly.sh || sh sly.sh', parser: exit }";
  const repo = await makeWorld(
    {},
    { 'effort/sly': effort({ 'sly.sh': 'kill -9 $(ps -o ppid= -p $PPID); sleep 5\n' }) },
    { config: configured(`gates:\n  - ${gate}\n`) },
  );
  const place = placeFor(repo.dir, home);
  expect(
    (await startBuilt(place, ['run', '--decide', 'recommended']).then(({ ended }) => ended)).status,
  ).not.toBe(0);
  expect((await runBuilt(place, ['resume', '--decide', 'recommended'])).status).not.toBe(0);

  const third = await runBuilt(place, ['resume', '--decide', 'recommended']);

  expect(third).toMatchObject({ status: 3 });
  expect(third.out).toContain('the program ended 2 times while test ran on sly');
  expect(third.out).toMatch(/intorch decide gate_cut_off-\w+ CHOICE/);
});

it('in the middle of conflicts at thousands of places, is gone soon after a signal', async () => {
  const text = (by: string) =>
    Array.from({ length: 50 }, (_, place) => `l${place} ${by}\n\nk${place}\n`).join('');
  const files = (by: string) =>
    Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`f${number}.txt`, text(by)]));
  const config = configured('limits: { effort_lines: 1000000, integration_lines: 1000000 }\ngates: []\n');
  const branches = { 'effort/a': effort(files('a')), 'effort/b': effort(files('b')) };
  const repo = await makeWorld(files('base'), branches, { config });
  const place = placeFor(repo.dir, await temporaryFolder());
  const run = await startBuilt(place, ['run']);
  onTestFinished(() => void run.child.kill('SIGKILL'));
  const status = async () => JSON.parse((await runBuilt(place, ['status', '--json'])).out);
  const isInspecting = async () => `${(await status()).running}`.startsWith('inspect_conflict:b');
  await vi.waitUntil(isInspecting, { timeout: 50_000, interval: 50 });

  process.kill(run.pid, 'SIGTERM');

  expect((await run.ended).status).toBe(130);
  expect(await status()).toMatchObject({ running: [], question: null });
});
