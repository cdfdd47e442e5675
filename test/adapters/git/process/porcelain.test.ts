import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryInfo } from '../../../../src/adapters/git/history/repository-info.ts';
import { openPorcelain } from '../../../../src/adapters/git/process/porcelain.ts';
import { askGit } from '../../../../src/adapters/survey/ask-git.ts';
import { killGit } from '../../../support/dying-git.ts';
import { temporaryFolder } from '../../../support/repository.ts';
import { makeShape } from '../../../support/shapes.ts';
import { operatorEnv } from '../tools.ts';

const deaths = ['nothing', 'half'] as const;

test.each(deaths)('a git that is killed is no answer, with %s printed', async (death) => {
  const repo = await makeShape('two_clean');
  const ask = openPorcelain({ directory: repo.dir, env: operatorEnv() });
  const watched = killGit(() => true, death);

  const asked = ask(['log', '-z', '--format=%H', '--all'], [0, 1]);

  await expect(asked.finally(watched.end)).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: 'git log was killed',
  });
});

test.each(deaths)(
  'the settings of a branch are not gone because git was killed, %s printed',
  async (death) => {
    const repo = await makeShape('two_clean');
    const watched = killGit(() => true, death);

    const asked = askGit(repo.dir, ['cat-file', 'blob', 'refs/heads/main:README.md']);

    await expect(asked.finally(watched.end)).rejects.toThrow('git cat-file was killed');
  },
);

test('a git directory that git does not name is never the folder at hand', async () => {
  const repo = await makeShape('two_clean');
  const bin = await temporaryFolder();
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const silent = `#!/bin/sh\n[ "$1" = rev-parse ] && exit 0\nexec '${real}' "$@"\n`;
  await writeFile(join(bin, 'git'), silent, { mode: 0o755 });
  const ask = openPorcelain({ directory: repo.dir, env: { ...operatorEnv(), PATH: bin } });

  await expect(repositoryInfo(ask, repo.dir)).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: 'git rev-parse --git-common-dir names no folder',
  });
});

test('a folder that was removed meanwhile is named, and git is not said to be missing', async () => {
  const repo = await makeShape('two_clean');
  const ask = openPorcelain({ directory: repo.dir, env: operatorEnv() });
  await ask(['version']);
  await rm(repo.dir, { recursive: true });

  await expect(ask(['version'])).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: `git version cannot be started: there is no folder ${repo.dir}`,
  });
});
