/** What is over costs nothing: no command reads the files of a finished session unless it is asked for that session. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';

it('a finished session is known by its row alone: rubbish in all of its files changes no command', async () => {
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'a\n' }) }, { config: configured() });
  await cli(repo, 'run');
  await repo.grow({ 'effort/b': { from: 'main', commits: [{ 'b.txt': 'b\n' }] } });
  await cli(repo, 'run');
  const sessions = join(repo.gitDir, 'intorch/sessions');
  const [first = ''] = (await readdir(sessions)).toSorted();
  const asked = () =>
    Promise.all([
      cli(repo, 'status', '--json'),
      cli(repo, 'plan'),
      cli(repo, 'checkpoint', 'ls'),
      cli(repo, 'report', '--json'),
    ]);
  const before = await asked();

  for (const entry of await readdir(join(sessions, first), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), 'rubbish');

  const timeless = (said: Awaited<ReturnType<typeof asked>>) =>
    said.map(({ status, out, err }) => [status, out.replaceAll(/"now":"[^"]*"/g, ''), err]);
  expect(timeless(await asked())).toEqual(timeless(before));
  await repo.grow({ 'effort/c': { from: 'main', commits: [{ 'c.txt': 'c\n' }] } });
  expect(await cli(repo, 'run')).toMatchObject({ status: 0, err: '' });
});
