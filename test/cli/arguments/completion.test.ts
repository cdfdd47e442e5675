import { spawnSync } from 'node:child_process';
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
    const { error, status, stderr } = spawnSync(shell, ['-n'], {
      input: completionScript(shell),
      encoding: 'utf8',
    });

    if (error === undefined) expect([status, stderr]).toEqual([0, '']);
    else expect(shell).not.toBe('bash');
  },
);
