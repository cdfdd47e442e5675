import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { programCall } from '../../../src/cli/output/program-call.ts';
import { builtProgram } from '../../support/built-program.ts';
import { temporaryFolder } from '../../support/repository.ts';

async function folders(...names: readonly string[]) {
  const root = await temporaryFolder();
  const paths = names.map((name) => join(root, name));
  for (const path of paths) await mkdir(path, { recursive: true });
  return paths;
}

it('is called by its name where a shell finds it so, and by its path elsewhere', async () => {
  const [own = '', path = '', other = '', of_npm = ''] = await folders(
    'a b',
    'bin',
    'other',
    'node_modules/.bin',
  );
  const program = join(own, 'intorch.js');
  for (const file of [program, join(other, 'intorch')]) await writeFile(file, '');
  for (const folder of [path, of_npm]) await symlink(program, join(folder, 'intorch'));
  const called = (PATH: string, directory = '/here') =>
    programCall({ env: { PATH }, directory }, program, '/here')('tui');

  expect(called(`${of_npm}${delimiter}${path}`)).toBe('intorch tui');
  expect(called(path, '/there')).toBe('intorch tui --repo /there');
  expect(called(of_npm)).toBe(`node '${program}' tui`);
  expect(called(`${other}${delimiter}${path}`, '/th ere')).toBe(`node '${program}' tui --repo '/th ere'`);
});

it('npm i -g puts intorch on the path, with nothing fetched', async () => {
  const { intorch } = await builtProgram();
  const [prefix = '', home = ''] = await folders('prefix', 'home');
  const env = { PATH: process.env['PATH'], HOME: home, npm_config_prefix: prefix };
  const options = { cwd: join(intorch, '../..'), env, encoding: 'utf8' } as const;

  execFileSync('npm', ['i', '-g', '.', '--offline', '--no-audit', '--no-fund', '--silent'], options);

  const name = 'intorch';
  const path = `${join(prefix, 'bin')}${delimiter}${env.PATH}`;
  const installed = { ...options, cwd: home, env: { ...env, PATH: path } };
  expect(execFileSync('env', [name, '--version'], installed)).toMatch(/^intorch \d/);
  expect(programCall({ env: { PATH: path }, directory: home }, intorch, home)('tui')).toBe('intorch tui');
});
