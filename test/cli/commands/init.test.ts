import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../../src/adapters/yaml/config-file.ts';
import { findConfig } from '../../../src/adapters/yaml/config-text.ts';
import { runCli } from '../../support/cli.ts';
import { makeRepository } from '../../support/repository.ts';

async function nodeProject() {
  return makeRepository({
    main: [
      {
        'package.json': '{ "scripts": { "test": "node --test", "lint": "eslint ." } }',
        'package-lock.json': '{}',
        'src/a.js': '1\n',
      },
    ],
    'effort/auth': { from: 'main', commits: [{ 'src/b.js': '1\n' }] },
    'effort/search': { from: 'main', commits: [{ 'src/c.js': '1\n' }] },
  });
}

test('it proposes nothing for a package manager that is not on this machine, and says so', async () => {
  const { dir } = await nodeProject();
  const { out } = await runCli(['init'], { directory: dir, env: { PATH: '/nonexistent' } });

  expect(out).toContain('  gates    not found: without a required gate nothing lands\n');
  expect(out).toContain('  missing  npm: not on this machine, so nothing is proposed for it\n');
});

test('it writes at the top of the working tree what it found, from any folder below', async () => {
  const { dir } = await nodeProject();
  const { PATH } = process.env;
  const { status, out } = await runCli(['init'], { directory: join(dir, 'src'), env: { PATH } });
  const config = await findConfig(dir);
  const settings = readSettings({ config, env: {}, flags: [] });

  expect([status, config?.file]).toEqual([0, 'intorch.yaml']);
  expect(out).toContain('  gates    lint, test\n');
  expect(out).toContain('Read it, commit it, then: intorch tui');
  expect(settings.target).toBe('main');
  expect(settings.efforts.patterns).toEqual(['effort/*']);
  expect(settings.gates.map((gate) => gate.command)).toEqual(['npm run lint', 'npm test']);
  expect(settings.worktree).toMatchObject({
    setup: 'npm ci --no-audit --no-fund',
    setup_key: ['package-lock.json', 'package.json'],
  });
});

test('the editor hint names a schema that is there', async () => {
  const { dir } = await nodeProject();
  const { out } = await runCli(['init', '--print'], { directory: dir });
  const [, path] = /^# yaml-language-server: \$schema=(.*)$/m.exec(out) ?? [];

  expect(JSON.parse(await readFile(path ?? '', 'utf8'))).toHaveProperty('title', 'intorch.yaml');
});

test('--print writes nothing', async () => {
  const { dir } = await nodeProject();
  const { status, out } = await runCli(['init', '--print'], { directory: dir });

  expect([status, await findConfig(dir)]).toEqual([0, null]);
  expect(out).toContain('efforts:\n');
});

test('a file that is there stays, unless --force says otherwise', async () => {
  const { dir } = await nodeProject();
  await writeFile(join(dir, 'intorch.yml'), 'baseline: false\n');
  const refused = await runCli(['init'], { directory: dir });

  expect(refused.status).toBe(2);
  expect(refused.err).toContain('intorch.yml exists already');

  expect((await runCli(['init', '--force', '-C', dir])).status).toBe(0);
  expect(await findConfig(dir)).toMatchObject({
    file: 'intorch.yml',
    text: expect.stringContaining('target: main'),
  });
});

test('outside of a repository it says so', async () => {
  expect(await runCli(['init', '--repo', '/'])).toMatchObject({
    status: 2,
    err: expect.stringContaining('/ is in no git repository'),
  });
});
