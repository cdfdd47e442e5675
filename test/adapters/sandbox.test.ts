import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createProcesses } from '../../src/adapters/execa/process.ts';
import type { NoSandbox, Sandbox } from '../../src/adapters/execa/shut-in.ts';
import { findSandbox } from '../../src/adapters/sandbox.ts';
import type { Settings } from '../../src/domain/config/settings.ts';
import type { ProcessRequest } from '../../src/ports/processes.ts';
import { temporaryFolder } from '../support/repository.ts';
import { testShutIn } from '../support/sandbox.ts';
import { sampleGate } from '../support/states.ts';

let root = '';
let slot = '';
beforeEach(async () => {
  root = await temporaryFolder();
  slot = join(root, 'home', '.cache', 'slot-1');
  for (const folder of [slot, join(root, 'repo', '.git', 'objects'), join(root, 'home', '.m2')])
    await mkdir(folder, { recursive: true });
  await writeFile(join(root, 'home', 'secret'), 'mine\n');
  await writeFile(join(root, 'home', '.m2', 'lib'), 'a library\n');
  await writeFile(join(root, 'repo', '.git', 'engine.sock'), 'not for gates\n');
  await writeFile(join(root, 'repo', '.git', 'objects', 'one'), 'an object\n');
});

function sandboxWith(
  overrides: Partial<Settings['sandbox']> = {},
  PATH = process.env['PATH'],
  gate = sampleGate('test'),
) {
  const sandbox = { mode: 'required', command: [], network: 'setup', read: [], write: [] } as const;
  return findSandbox({
    settings: { sandbox: { ...sandbox, ...overrides }, gates: [gate] },
    env: { PATH, HOME: join(root, 'home') },
    hidden: [join(root, 'repo', '.git'), join(root, 'repo')],
  });
}

async function run(sandbox: Sandbox | NoSandbox, command: string, overrides: Partial<ProcessRequest> = {}) {
  const log = join(root, 'gate.log');
  await rm(log, { force: true });
  const environment = { PATH: process.env['PATH'], HOME: join(root, 'home') };
  const outcome = await createProcesses({ grace_ms: 200, environment, sandbox }).run({
    ...{
      command,
      cwd: slot,
      env: {},
      timeout_ms: 60_000,
      log,
      max_log_bytes: 100_000,
      cookie: root,
      signal: null,
    },
    ...{ confinement: 'offline', read: [join(root, 'repo', '.git', 'objects')] },
    ...overrides,
  });
  return { ...outcome, said: existsSync(log) ? (await readFile(log, 'utf8')).trim() : null };
}

describe('a command that is shut in', () => {
  testShutIn('finds the program that the PATH of its gate names, not another of that name', async () => {
    const own = join(root, 'home', 'tools');
    await mkdir(own);
    await writeFile(join(own, 'true'), '#!/bin/sh\necho mine\n', { mode: 0o755 });
    const env = { PATH: `${own}:${process.env['PATH']}` };

    const sandbox = await sandboxWith({}, process.env['PATH'], sampleGate('test', { env }));

    expect(await run(sandbox, 'env true', { env })).toMatchObject({ exit_code: 0, said: 'mine' });
  });

  testShutIn('writes its workspace, and nothing else of the machine', async () => {
    const command = `echo new >file; for each in ${root}/home/secret ${root}/repo/.git/config /usr/x /etc/x; do echo bad >$each; done 2>/dev/null; true`;

    expect(await run(await sandboxWith(), command)).toMatchObject({ exit_code: 0 });

    expect(await readFile(join(slot, 'file'), 'utf8')).toBe('new\n');
    expect(await readFile(join(root, 'home', 'secret'), 'utf8')).toBe('mine\n');
    expect(existsSync(join(root, 'repo', '.git', 'config'))).toBe(false);
  });

  testShutIn('sees of home and repository the objects that it borrows, and what was declared', async () => {
    const command = `cd ${root} && find . -type f | sort`;

    const bare = await run(await sandboxWith(), command);
    const declared = await run(await sandboxWith({ read: ['~/.m2'] }), command);

    expect(bare.said).toBe('./repo/.git/objects/one');
    expect(declared.said).toBe('./home/.m2/lib\n./repo/.git/objects/one');
  });

  testShutIn('writes what was declared, and cannot write what may be read', async () => {
    const sandbox = await sandboxWith({ read: ['~/.m2'], write: ['~/.cache'] });

    await run(sandbox, `echo new >${root}/home/.m2/lib; echo new >${root}/home/.cache/more`);

    expect(await readFile(join(root, 'home', '.m2', 'lib'), 'utf8')).toBe('a library\n');
    expect(await readFile(join(root, 'home', '.cache', 'more'), 'utf8')).toBe('new\n');
  });

  testShutIn('sees no process but its own: not the environment of whoever started it', async () => {
    const { said } = await run(
      await sandboxWith(),
      `ls -d /proc/[0-9]* | wc -l; cat /proc/*/environ | tr '\\0' '\\n' | grep -c ^VITEST`,
    );

    const [processes = '', engines] = said?.split('\n') ?? [];
    expect(Number(processes)).toBeLessThan(10);
    expect(engines).toBe('0');
  });

  testShutIn('has the network by choice', async () => {
    const sandbox = await sandboxWith();
    const command = 'readlink /proc/self/ns/net';

    const [offline, online] = [
      await run(sandbox, command),
      await run(sandbox, command, { confinement: 'online' }),
    ];
    const free = await run(sandbox, command, { confinement: 'off' });

    expect(online.said).toBe(free.said);
    expect(offline.said).not.toBe(free.said);
  });

  testShutIn.each([
    [0, 'true'],
    [1, 'false'],
    [7, 'exit 7'],
    [127, 'no-such-command-anywhere'],
    [137, 'kill -9 $$'],
  ])('ends with its own exit status %i: %s', async (exit_code, command) => {
    expect(await run(await sandboxWith(), command)).toMatchObject({
      exit_code,
      unable: null,
      timed_out: false,
    });
  });

  testShutIn('is ended at its deadline, with all that it started', async () => {
    const daemon = `setsid env -i /bin/sh -c 'while :; do echo on >>${slot}/alive; sleep 0.02; done'`;

    const outcome = await run(await sandboxWith(), `${daemon} & sleep 600`, { timeout_ms: 500 });
    const alive = await readFile(join(slot, 'alive'), 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(outcome).toMatchObject({ exit_code: null, timed_out: true });
    expect(await readFile(join(slot, 'alive'), 'utf8')).toBe(alive);
  });

  testShutIn('leaves nobody behind when it ends, whoever they say they are', async () => {
    const daemon = `setsid env -i /bin/sh -c 'cd /; while :; do echo on >>${slot}/alive; sleep 0.02; done' >/dev/null 2>&1 &`;

    await run(await sandboxWith(), `${daemon} sleep 0.2`);
    const alive = await readFile(join(slot, 'alive'), 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(await readFile(join(slot, 'alive'), 'utf8')).toBe(alive);
  });

  testShutIn('whose sandbox fails did not run: that is no exit status of its own', async () => {
    const gone = join(root, 'gone');
    await mkdir(gone);
    const sandbox = await sandboxWith({ write: [] });
    const failing: typeof sandbox =
      'words' in sandbox
        ? { ...sandbox, words: (inside) => sandbox.words({ ...inside, slot: join(gone, 'slot') }) }
        : sandbox;

    expect(await run(failing, 'true')).toMatchObject({
      exit_code: null,
      unable: 'it cannot be started: bubblewrap failed with exit status 1',
    });
  });
});

describe('without what shuts in', () => {
  test('nothing runs', async () => {
    const sandbox = await sandboxWith({}, '/nowhere:.');

    expect(sandbox).toEqual({ unavailable: 'bubblewrap (bwrap) is not on the PATH' });
    expect(await run(sandbox, 'touch ran')).toMatchObject({
      exit_code: null,
      unable: 'it cannot be shut in: bubblewrap (bwrap) is not on the PATH',
    });
    expect(existsSync(join(slot, 'ran'))).toBe(false);
  });

  test('a bubblewrap that the machine forbids is none', async () => {
    const folder = join(root, 'bin');
    await mkdir(folder);
    await writeFile(
      join(folder, 'bwrap'),
      '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n',
      { mode: 0o755 },
    );

    expect(await sandboxWith({}, folder)).toEqual({
      unavailable: 'bubblewrap does not work here: bwrap: No permissions to create new namespace',
    });
  });
});

describe('a wrapper of the settings', () => {
  test('gets the workspace, the network and the command as one word each', async () => {
    const sandbox = await sandboxWith({
      command: ['env', 'NETWORK={network}', 'SLOT={slot}', 'sh', '-c', '{command}'],
    });

    const { said, exit_code } = await run(sandbox, 'echo "$NETWORK $SLOT"; exit 3');

    expect({ said, exit_code }).toEqual({ said: `none ${slot}`, exit_code: 3 });
  });

  test('that fails itself did not run the command', async () => {
    const sandbox = await sandboxWith({ command: ['env', '--no-such-option', '{command}'] });

    expect(await run(sandbox, 'true')).toMatchObject({
      exit_code: null,
      unable: 'it cannot be started: env failed with exit status 125',
    });
  });

  test('that is not there is named', async () => {
    expect(await sandboxWith({ command: ['no-such-wrapper', '{command}'] })).toEqual({
      unavailable: 'no-such-wrapper, which sandbox.command names, is not on the PATH',
    });
  });
});
