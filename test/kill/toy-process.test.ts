/** The runtime knows no process: one that is no integration is run, killed at any moment, resumed, cancelled, and shown by `status`. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { statusCommand } from '../../src/cli/commands/status.ts';
import { readRepository } from '../../src/cli/repository/read-repository.ts';
import { startProgram } from '../support/programs.ts';
import { makeRepository } from '../support/repository.ts';
import { toyKind } from '../support/toy-machine.ts';

const SESSION = 'parcel-1';

async function setUp() {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
  const directory = join(repo.gitDir, 'intorch');
  mkdirSync(join(directory, 'sessions', SESSION), { recursive: true });
  const run = (mode = '') => startProgram('toy/parcel.ts', [directory, SESSION, mode]);
  const lastLine = async (mode = '') => {
    const { nextLine, ended } = run(mode);
    let last = '';
    for (let line = await nextLine(); line !== null; line = await nextLine()) last = line;
    const { errors } = await ended;
    return errors.replaceAll(/^.*ExperimentalWarning.*\n.*--trace-warnings.*\n/gm, '') + last;
  };
  const shown = async (json: boolean) => {
    const texts: string[] = [];
    const place = await readRepository({ directory: repo.dir, env: {} }, new Map(), [toyKind]);
    const flags = new Map(json ? [['json', ['']]] : []);
    await statusCommand(
      place,
      { words: [], flags } as never,
      { out: (text: string) => void texts.push(text) } as never,
    );
    return texts.join('');
  };
  const effects = () =>
    readdirSync(directory)
      .filter((name) => name.startsWith('effect-'))
      .sort();
  return { directory, run, lastLine, shown, effects };
}

const KILLS = Math.max(25, Number(process.env['INTORCH_KILLS'] ?? 0));

it(`ends as undisturbed after ${KILLS} kills, each at another moment, and is shown on the way`, async () => {
  const { directory, run, lastLine, shown, effects } = await setUp();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { signal, ended, nextLine } = run();
    // From before the first event until it waits for the outside: starting alone takes most of that time.
    await Promise.race([wait(60 + (kill * 290) / KILLS), nextLine()]);
    signal('SIGKILL');
    await ended;
  }

  expect(await lastLine()).toBe('{"kind":"outside","what":"the receipt"}');
  expect(effects()).toEqual(['effect-pack', 'effect-send']);
  expect(await shown(false)).toMatch(/^session {5}parcel-1 {2}2 of 3 steps\nwaits for {3}\{"kind":"outside"/);

  writeFileSync(join(directory, 'receipt'), '');
  expect(await lastLine()).toBe('{"kind":"decision","question":"Keep it or return it?"}');
  expect(JSON.parse(await shown(true))).toMatchObject({
    kind: 'parcel',
    done: ['pack', 'send'],
    waiting: [{ kind: 'decision' }],
  });
  expect(await lastLine('answer:eat')).toContain('Keep it or return it?');

  expect(await lastLine('answer:keep')).toBe('{"kind":"finished"}');
  expect(effects()).toEqual(['effect-file', 'effect-pack', 'effect-send']);
  expect(await shown(false)).toMatch(/^session {5}parcel-1 {2}FILED\n/);
});

it('one action is cancelled alone, and the process comes to its end', async () => {
  const { lastLine, shown, effects } = await setUp();

  expect(await lastLine('cancel')).toBe('{"kind":"finished"}');
  expect(effects()).toEqual(['effect-pack']);
  expect(await shown(false)).toContain('CANCELLED');
});

it('is brought back from its checkpoints where the database is gone', async () => {
  const { directory, lastLine, shown } = await setUp();
  await lastLine();
  for (const name of readdirSync(directory).filter((each) => each.startsWith('intorch.db')))
    writeFileSync(join(directory, name), 'no database');

  expect(await shown(false)).toContain('2 of 3 steps');
  expect(await lastLine()).toContain('"the receipt"');
});
