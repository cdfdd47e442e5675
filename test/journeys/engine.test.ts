/** What the screen says of an engine that cannot start, and of one that is lost. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KEYS } from '../support/terminal.ts';
import { enginePid, enterTwice, toConflict, toLanded, travel } from './support/traveller.ts';

it('an engine that cannot start says why at once, with its line and its exit status', async () => {
  const { repo, tui } = await travel();
  await repo.git('switch', '--quiet', 'main');
  await writeFile(join(repo.dir, 'intorch.yaml'), 'gates:\n  - name: test\n    comand: x\n');
  const screen = await tui();

  expect(await screen.ended).toEqual({ code: 65, signal: 0 });
  const said = screen.rows().join('');
  expect(said).toMatch(/intorch\.yaml:3:\d+: gates\[0\]\.comand/);
  expect(said).toContain('did you mean command?');
  expect(said).not.toContain('no engine answers');
});

it('a lost engine starts again by itself, and the question is the same', async () => {
  const { tui } = await travel();
  const screen = await tui();
  await toConflict(screen);
  screen.type(KEYS.down);
  await screen.until('> Take beta only');
  const before = enginePid(screen);

  process.kill(before, 'SIGKILL');

  await expect.poll(() => enginePid(screen), { timeout: 20_000 }).not.toBe(before);
  await screen.until('> Take beta only');
  await enterTwice(screen, '> Hold rusty');
  await toLanded(screen);
});

it('an engine that a screen starts has no token of its shell, which a gate could read there', async () => {
  const { tui } = await travel();
  const secrets = {
    GITHUB_TOKEN: 'canary-1',
    NPM_CONFIG__AUTH: 'canary-2',
    HTTPS_PROXY: 'http://u:canary-3@proxy',
  };
  const screen = await tui({ env: secrets });
  await toConflict(screen);

  const environment = await readFile(`/proc/${enginePid(screen)}/environ`, 'utf8');

  expect(environment).toContain('HOME=');
  expect(environment).not.toContain('canary');
});
