import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GLOBAL_FLAGS, listedCommands } from '../../../src/cli/arguments/args.ts';
import { completionScript, SHELLS } from '../../../src/cli/arguments/completion.ts';
import { runCli } from '../../support/cli.ts';

test.each(SHELLS)('the %s script has every command, flag and choice', async (shell) => {
  const { out } = await runCli(['completion', shell]);

  expect(out).toBe(completionScript(shell));
  for (const command of listedCommands()) {
    const lines = out
      .split('\n')
      .filter((line) => line.includes(command.name))
      .join('\n');
    for (const flag of [...command.flags, ...(shell === 'fish' ? [] : GLOBAL_FLAGS)]) {
      expect(lines, command.name).toContain(shell === 'fish' ? `-l ${flag.name}` : `--${flag.name}`);
    }
    for (const choice of command.words?.choices ?? []) expect(lines).toContain(choice);
  }
});

/** Returns what bash offers for a line, by its own completion machinery. */
function offered(line: readonly string[]): readonly string[] {
  const words = line.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript('bash')}\nCOMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _intorch; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

test('bash offers commands, flags of the command, choices of a flag and of a word', () => {
  expect(offered(['intorch', 'st'])).toEqual(['status', 'stop']);
  expect(offered(['intorch', 'checkpoint', 've'])).toEqual(['verify']);
  expect(offered(['intorch', 'run', '--de'])).toEqual(['--decide']);
  expect(offered(['intorch', 'run', '--decide', ''])).toEqual(['recommended', 'fail']);
  expect(offered(['intorch', '-C', '/', 'status', '--js'])).toEqual(['--json']);
  expect(offered(['intorch', 'run', '--repo', '/us'])).toContain('/usr');
});

test.each(['bash', 'zsh', 'fish'] as const)(
  '%s can read its script, where that shell is installed',
  (shell) => {
    const folder = mkdtempSync(join(tmpdir(), 'intorch-script-'));
    try {
      writeFileSync(join(folder, 'script'), completionScript(shell));
      const { error, status, stderr } = spawnSync(shell, ['-n', join(folder, 'script')], {
        encoding: 'utf8',
      });

      if (error === undefined) expect([status, stderr]).toEqual([0, '']);
      else expect(shell).not.toBe('bash');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** Names that git takes, and a shell would obey. */
const NASTY = [
  'effort/$(>PWN)',
  'effort/`>PWN`',
  "effort/a'b",
  'effort/a"b',
  'effort/a;>PWN',
  'effort/{a,b}',
  'effort/plain',
].sort();

/** By shell: what offers the branches to whoever typed `effort/`, one a line. What is put on the line is evaluated, as Enter would. */
const OFFERS = {
  bash: `${completionScript('bash')}
COMP_WORDS=(intorch run --efforts effort/); COMP_CWORD=3; _intorch
for word in "\${COMPREPLY[@]}"; do eval "printf '%s\\n' $word"; done`,
  zsh: `compdef() { :; }; compadd() { shift; print -rl -- "$@"; }
${completionScript('zsh')}
_intorch_branches`,
  fish: `${completionScript('fish')}
complete -C 'intorch run --efforts effort/' | string replace -r '\\t.*' ''`,
} as const;

test.each(['bash', 'zsh', 'fish'] as const)(
  '%s offers branches by their names and obeys none of them, where that shell is installed',
  (shell) => {
    const folder = mkdtempSync(join(tmpdir(), 'intorch-names-'));
    try {
      const git = (args: readonly string[], input = '') =>
        execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', input }).trim();
      git(['init', '--quiet']);
      const tree = git(['mktree']);
      const author = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
      const commit = git([...author, 'commit-tree', '-m', 'a', tree]);
      for (const name of NASTY) git(['update-ref', `refs/heads/${name}`, commit]);

      const { error, stdout, stderr } = spawnSync(shell, ['-c', OFFERS[shell]], {
        cwd: folder,
        encoding: 'utf8',
      });

      if (error !== undefined) return expect(shell).not.toBe('bash');
      expect(stderr).toBe('');
      expect(stdout.trim().split('\n').sort()).toEqual(NASTY);
      expect(readdirSync(folder)).toEqual(['.git']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('bash offers files by their names, with blanks and stars', () => {
  const folder = mkdtempSync(join(tmpdir(), 'intorch-names-'));
  try {
    execFileSync('sh', ['-c', `cd '${folder}' && touch 'a b' 'a*'`]);

    expect(offered(['intorch', 'run', '--config', `${folder}/a`]).toSorted()).toEqual([
      `${folder}/a b`,
      `${folder}/a*`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
