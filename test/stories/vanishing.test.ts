/** Folders of ours that vanish under a run, or are something else: each ends in a sentence with a remedy, and on the same tree. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestRepository } from '../support/repository.ts';
import { temporaryFolder } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';

/** Two efforts; the gate of the first one does something to the repository's intorch folder, once. */
async function world(act: string): Promise<TestRepository> {
  const once = join(await temporaryFolder(), 'done');
  const command = `test -e ${once} || { touch ${once}; cd $(cat ${once}.at); ${act}; }; true`;
  const config = configured(`gates: [{ name: test, command: '${command}', parser: exit }]\n`);
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    { 'effort/a': effort({ 'a.txt': 'a\n' }), 'effort/b': effort({ 'b/c.txt': 'b\n' }) },
    { config },
  );
  await writeFile(`${once}.at`, join(repo.gitDir, 'intorch'));
  return repo;
}

describe('a folder that vanishes under a run', () => {
  it.each([
    ['the state', 'rm -rf ../intorch', /objects: it is not there {2}See what removed it/],
    ['the objects', 'rm -rf objects', /objects: it is not there {2}See what removed it/],
    ['the scratch', 'rm -rf scratch', /there is no folder \S*scratch\S* {2}See that the machine/],
    ['the sessions', 'rm -rf sessions', null],
    ['the logs', 'rm -rf sessions/*/logs', null],
  ])('%s', async (_what, act, sentence) => {
    const repo = await world(act);

    const { status, out, err } = await cli(repo, 'run', '--decide', 'recommended');

    expect(`${out}${err}`).not.toMatch(/unexpected|\n {4}at /);
    if (sentence === null) expect(status, `${out}${err}`).toBe(0);
    else {
      expect(status).toBe(1);
      expect(out).toMatch(sentence);
      expect((await cli(repo, 'resume', '--decide', 'recommended')).status).toBe(0);
    }
    expect(await repo.git('ls-tree', '-r', '--name-only', 'main')).toBe(
      'a.txt\nb/c.txt\nintorch.yaml\nsong.txt',
    );
  });
});

describe('what is not what intorch made', () => {
  const inWay = (path: string, wanted: string) => `${path} is not a ${wanted}`;

  it.each([
    ['session.lock', 'file'],
    ['intorch.db', 'file'],
    ['objects', 'folder'],
    ['sessions', 'folder'],
  ])('%s is named, with what to do, and neither space nor rights are blamed', async (name, wanted) => {
    const repo = await world('true');
    const story = await begin(repo);
    await story.live.close();
    const path = join(repo.gitDir, 'intorch', name);
    await rm(path, { recursive: true, force: true });
    for (const suffix of ['-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
    if (wanted === 'file') await mkdir(path);
    else await writeFile(path, 'x');

    const { status, err } = await cli(repo, 'resume');

    expect(status).toBe(1);
    expect(err).toBe(
      `✖ ${inWay(path, wanted)}\n  Move it away, then go on: mv ${path} ${path}.old; intorch resume\n`,
    );
    await rm(path, { recursive: true });
    expect((await cli(repo, 'resume', '--decide', 'recommended')).status).toBe(0);
  });

  it.each(['session.lock', 'intorch.db', 'owner.json', 'sessions/*/settings.json'])(
    '%s with something else in it stops nothing',
    async (name) => {
      const repo = await world('true');
      const story = await begin(repo);
      await story.live.close();
      const path = join(repo.gitDir, 'intorch', name.replace('*', story.live.id));
      for (const suffix of ['-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
      await writeFile(path, '99999\n');

      const status = await cli(repo, 'status');
      const resumed = await cli(repo, 'resume', '--decide', 'recommended');

      expect(status).toMatchObject({ status: 0, err: '' });
      expect(resumed.status, `${resumed.out}${resumed.err}`).toBe(0);
      expect(resumed.err).not.toMatch(/space|rights|permissions/);
    },
  );
});
