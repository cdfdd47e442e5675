/** Wrong use and nothing to do end before a screen opens or an engine starts; flags that a session does not heed are reported on it. */
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runBuilt } from '../support/built-program.ts';
import { enter, enterTwice, press, toConflict, travel } from './support/traveller.ts';

const sessionsIn = (repository: string) => readdir(join(repository, '.git', 'intorch', 'sessions'));

it.each([
  [
    ['--efforts', 'effort/typo,effort/alhpa'],
    2,
    [/no branch is named effort\/typo/, /did you mean effort\/alpha\?/],
  ],
  [['--onto', 'mian'], 2, [/there is no branch mian to integrate onto; did you mean main\?/]],
  [
    ['--efforts', 'nothing/*'],
    0,
    [/no branch matches nothing\/\*/, /Integrate them: intorch tui --efforts 'effort\/alpha,/],
  ],
])('%j opens no screen and starts no engine', async (flags, code, words) => {
  const { repo, tui } = await travel();

  const screen = await tui({ flags, columns: 120 });

  expect(await screen.ended).toEqual({ code, signal: 0 });
  for (const each of words) await expect.poll(() => screen.rows().join('\n')).toMatch(each);
  expect(screen.buffer()).toBe('normal');
  expect(existsSync(join(repo.gitDir, 'intorch', 'engine.log'))).toBe(false);
  expect(existsSync(join(repo.gitDir, 'intorch', 'sessions'))).toBe(false);
});

it('flags that ask for something else than the session has are not ignored without a word', async () => {
  const { tui } = await travel();
  await toConflict(await tui());

  const second = await tui({ flags: ['--efforts', 'effort/beta'], columns: 160 });

  await second.until('--efforts counts for a new session only: this one was started with efforts effort/*');
});

it('where everything is in, the last session is shown again, and none is made', async () => {
  const { tui, place } = await travel();
  const first = await tui({ flags: ['--efforts', 'effort/alpha'] });
  await first.until('enter start');
  await enter(first, '> Land');
  await enterTwice(first, '✓ landed');
  await runBuilt(place, ['stop']);
  const before = await sessionsIn(place.dir);

  const second = await tui({ flags: ['--efforts', 'effort/alpha'] });

  await second.until('Nothing to do: everything is in main already. This is the last session');
  await second.until('✓ landed');
  expect(await sessionsIn(place.dir)).toEqual(before);
  await press(second, '5', /landed/);
});

it('doctor names its checks in the program as it is shipped, and what is wrong with the configuration once', async () => {
  const { repo, place } = await travel();
  await repo.git('switch', '--quiet', 'main');
  await writeFile(join(repo.dir, 'intorch.yaml'), 'gates: [\n');

  const { out } = await runBuilt(place, ['doctor']);

  expect(out.split('\n').filter((line) => line.startsWith('✖'))).toEqual([
    '✖ fail  config      The configuration has 1 problem',
  ]);
  expect(out).toMatch(/ok {4}workspaces {2}all recorded workspaces exist/);
});
