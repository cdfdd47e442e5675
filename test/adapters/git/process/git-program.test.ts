/** Git is found outside of every working tree, and does not find by itself what a branch may have brought. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitProgram } from '../../../../src/adapters/git/process/git-program.ts';
import { isInOwnBareRepository } from '../../../../src/adapters/git/process/surroundings.ts';
import { runCli } from '../../../support/cli.ts';
import { makeRepository, type TestRepository } from '../../../support/repository.ts';
import { cli, configured, effort, makeWorld } from '../../../support/stories.ts';
import { configure, objectsOf, operatorEnv } from '../tools.ts';

const PATH = operatorEnv()['PATH'] ?? '';

/** Writes a git that leaves a mark; gives its folder. */
async function trap(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'git'), '#!/bin/sh\ntouch "$0.sprung"\n');
  await chmod(join(folder, 'git'), 0o755);
  return folder;
}

describe('git', () => {
  it.each(['.', '', 'bin', './bin', '../r/bin'])(
    'is not looked for in a folder called %j',
    async (folder) => {
      const repo = await makeRepository({ main: [{ a: 'a' }] });
      await trap(join(repo.dir, 'bin'));
      await trap(repo.dir);

      expect(gitProgram(`${folder}:${PATH}`, repo.dir)).toMatch(/^\/.*\/git$/);
      expect(gitProgram(`${folder}:${PATH}`, repo.dir)).not.toContain(repo.dir);
      expect(() => gitProgram(folder, repo.dir)).toThrowError(
        expect.objectContaining({ code: 'GIT_MISSING' }),
      );
    },
  );

  it.each<[string, (repo: TestRepository) => Promise<string>]>([
    ['lies in the tree', (repo) => trap(join(repo.dir, 'node_modules', '.bin'))],
    [
      'is a link in the tree',
      async (repo) => {
        await symlink('/usr/bin/git', join(repo.dir, 'git'));
        return repo.dir;
      },
    ],
    [
      'is in a folder that links into the tree',
      async (repo) => {
        await trap(join(repo.dir, 'tools'));
        await symlink(join(repo.dir, 'tools'), `${repo.dir}-tools`);
        return `${repo.dir}-tools`;
      },
    ],
    [
      'is a link that leads into the tree',
      async (repo) => {
        await trap(join(repo.dir, 'tools'));
        await mkdir(`${repo.dir}-bin`);
        await symlink(join(repo.dir, 'tools', 'git'), join(`${repo.dir}-bin`, 'git'));
        return `${repo.dir}-bin`;
      },
    ],
    [
      'lies in a linked worktree',
      async (repo) => {
        await repo.git('worktree', 'add', '--quiet', '--detach', `${repo.dir}-linked`, 'main');
        return trap(`${repo.dir}-linked`);
      },
    ],
  ])('is refused where it %s, seen from the tree and from the git directory', async (_what, make) => {
    const repo = await makeRepository({ main: [{ a: 'a' }] });
    const folder = await make(repo);

    for (const place of [repo.dir, repo.gitDir])
      expect(() => gitProgram(`${folder}:${PATH}`, place)).toThrowError(
        expect.objectContaining({ code: 'REFUSED', message: expect.stringContaining(`${folder}/git`) }),
      );
  });

  it.each([
    ['plan', true],
    ['run', true],
    ['doctor', true],
    // It asks git nothing that files say.
    ['status', false],
  ])('is not run by %s when it lies in the tree', async (command, is_refused) => {
    const repo = await makeWorld({}, { 'effort/one': effort({ 'one.txt': '1\n' }) });
    const folder = await trap(join(repo.dir, 'bin'));
    const before = process.env['PATH'];
    process.env['PATH'] = `${folder}:${before}`;
    try {
      const said = await runCli([command], { directory: repo.dir, env: { PATH: process.env['PATH'] } });

      expect(said.status !== 0).toBe(is_refused);
      expect((said.err + said.out).includes('The git on the PATH lies in this repository')).toBe(is_refused);
    } finally {
      process.env['PATH'] = before;
    }
    expect(existsSync(join(folder, 'git.sprung'))).toBe(false);
  });
});

it('gates get a PATH without relative folders', async () => {
  const repo = await makeRepository({ main: [{ a: 'a' }] });
  const said = `${repo.dir}-path`;
  const gate = `gates: [{ name: t, command: 'echo "$PATH" > ${said}', parser: exit, when: final }]\n`;
  const world = await makeWorld(
    {},
    { 'effort/one': effort({ 'one.txt': '1\n' }) },
    { config: configured(gate) },
  );
  const env = { ...operatorEnv(), PATH: `.:bin:${PATH}::`, XDG_CACHE_HOME: `${repo.dir}-cache` };

  await runCli(['run', '--decide', 'recommended'], { directory: world.dir, env });

  expect(await readFile(said, 'utf8')).toBe(`${PATH}\n`);
});

it.each([
  ['2.54.0', ['hook.a b.enabled=false', 'hook.lint.x.enabled=false']],
  ['2.55.0', []],
  ['2.39.5', []],
])('hooks that only have a name are turned off by it with git %s', async (version, off) => {
  const repo = await makeRepository({ main: [{ a: 'a' }] });
  await configure(
    repo,
    '[hook "lint.x"]\n\tcommand = false\n\tevent = post-merge\n[hook "a b"]\n\tcommand = false',
  );
  const folder = `${repo.dir}-bin`;
  await mkdir(folder);
  const log = join(folder, 'log');
  const real = gitProgram(PATH, repo.dir);
  await writeFile(
    join(folder, 'git'),
    `#!/bin/sh\n[ "$1" = version ] && echo git version ${version} && exit\nenv > '${log}'\nexec '${real}' "$@"\n`,
    { mode: 0o755 },
  );
  const env = { ...operatorEnv(), PATH: `${folder}:${PATH}` };

  await objectsOf(repo, { env }).writeBlobs(['x']);

  const lines = (await readFile(log, 'utf8')).split('\n');
  const key = (line: string) => /^GIT_CONFIG_KEY_(\d+)=(hook\..*)$/.exec(line) ?? [];
  const named = lines.flatMap((line) => {
    const [, index, name] = key(line);
    const value = lines.find((each) => each.startsWith(`GIT_CONFIG_VALUE_${index}=`))?.split('=')[1];
    return name === undefined || /^hook\.[a-z-]+\.enabled$/.test(name) ? [] : [`${name}=${value}`];
  });
  expect(named.sort()).toEqual(off);
});

describe('a bare repository', () => {
  it('is the operator’s where it stands alone, or is git’s own folder', async () => {
    const bare = await makeRepository({ main: [{ a: 'a' }] }, { bare: true });
    const repo = await makeRepository({ main: [{ a: 'a' }] });

    expect(isInOwnBareRepository(bare.dir)).toBe(true);
    expect(isInOwnBareRepository(join(bare.dir, 'refs'))).toBe(true);
    expect(isInOwnBareRepository(repo.gitDir)).toBe(true);
    expect(isInOwnBareRepository(repo.dir)).toBe(false);
  });

  it.each([['status'], ['plan'], ['run'], ['checkpoint', 'fetch', 'origin']])(
    'that a branch may have brought is not used: %s %s',
    async (...argv) => {
      const repo = await makeRepository({ main: [{ a: 'a' }] });
      const sub = join(repo.dir, 'sub');
      await repo.git('init', '--quiet', '--bare', sub);
      const marker = join(repo.dir, 'ran');
      await repo.git(`--git-dir=${sub}`, 'config', 'remote.origin.url', repo.dir);
      const program = `touch '${marker}'; git-upload-pack`;
      await repo.git(`--git-dir=${sub}`, 'config', 'remote.origin.uploadpack', program);

      const said = await cli({ dir: sub }, ...argv.filter((word) => word !== undefined));

      expect(said.status).toBe(2);
      expect(said.err).toMatch(
        /in no git repository|lies in a working tree, where a branch may have brought it/,
      );
      expect(existsSync(marker)).toBe(false);
    },
  );
});
