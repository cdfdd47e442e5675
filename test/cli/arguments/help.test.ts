import { expect, test } from 'vitest';
import { commandNamed, flagUsage, GLOBAL_FLAGS, listedCommands } from '../../../src/cli/arguments/args.ts';
import { EXIT_STATUSES } from '../../../src/cli/arguments/exit.ts';
import { commandHelp, commandTable, generalHelp } from '../../../src/cli/arguments/help.ts';
import { ERROR_CODES, IntorchError } from '../../../src/domain/shared/errors.ts';
import { runCli } from '../../support/cli.ts';

test('the whole help names every command and fits 80 columns', () => {
  const help = generalHelp();

  for (const command of listedCommands()) expect(help).toContain(`  ${command.name} `);
  expect(help).not.toMatch(/^ {2}engine/m);
  expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('help on a command names each of its flags and fits 100 columns', () => {
  for (const command of listedCommands()) {
    const help = commandHelp(command);
    for (const flag of command.flags) expect(help).toContain(flagUsage(flag));
    expect(help.split('\n').filter((line) => line.length > 100)).toEqual([]);
  }
});

test('the table for the README has one row per command', () => {
  const rows = commandTable().trim().split('\n');

  expect(rows).toHaveLength(listedCommands().length + 2);
  expect(rows.find((row) => row.includes('checkpoint'))).toContain('<ls\\|show\\|verify\\|prune\\|fetch>');
});

test('every status that an error can end with is explained', () => {
  const statuses = ERROR_CODES.map((code) => new IntorchError(code, '').exit_status);

  expect(statuses.filter((status) => EXIT_STATUSES[status] === undefined)).toEqual([]);
});

test('help is printed by --help, -h, help and help on a command', async () => {
  const whole = { status: 0, out: generalHelp(), err: '' };
  const run = commandNamed('run');

  expect(await runCli(['--help'])).toEqual(whole);
  expect(await runCli(['help'])).toEqual(whole);
  expect((await runCli(['run', '-h'])).out).toBe(run === null ? '' : commandHelp(run));
  expect((await runCli(['checkpoint', '--help'])).status).toBe(0);
  expect((await runCli(['help', 'run'])).out).toBe((await runCli(['run', '--help'])).out);
  expect(await runCli(['help', 'rnu'])).toEqual({
    status: 2,
    out: '',
    err: '✖ There is no help on rnu\n  Did you mean intorch help run?\n',
  });
});

test('the version is that of the package', async () => {
  expect((await runCli(['--version'])).out).toMatch(/^intorch \d+\.\d+\.\d+\n$/);
  expect((await runCli(['-V'])).status).toBe(0);
});

test('wrong use ends with 2 and two lines', async () => {
  expect(await runCli(['--hepl'])).toEqual({
    status: 2,
    out: '',
    err: '✖ intorch has no flag --hepl\n  Did you mean --help?\n',
  });
  expect(GLOBAL_FLAGS.map((flag) => flag.name)).toContain('help');
});
