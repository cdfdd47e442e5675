import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** Makes an installed package that holds the starter and whatever else is named. */
function installed(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'intorch-bin-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync('bin', join(directory, 'bin'), { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** What an old Node looks like to the starter: the version is all that it asks for. */
const OLD = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`;
const PROGRAM = `export const main = async (argv) => {
  console.log(['ran', ...argv, process.env.MARK ?? 'here'].join(' '));
  return 3;
};`;

function start(directory: string, old: boolean, ...argv: readonly string[]) {
  const args = [...(old ? ['--import', OLD] : []), join(directory, 'bin/intorch.js'), ...argv];
  const { INTORCH_NODE: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

/** Puts a Node into the checkout: the running one, behind a script that leaves a mark. */
function withOwnNode(
  directory: string,
  text = `#!/bin/sh\nMARK=own exec '${process.execPath}' "$@"\n`,
): void {
  const path = join(directory, 'node_modules/node/bin/node');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

test('a new enough Node runs the program with its arguments and exit status', () => {
  const directory = installed({ 'dist/main.js': PROGRAM });

  expect(start(directory, false, 'a', '--b')).toEqual({ status: 3, stdout: 'ran a --b here\n', stderr: '' });
});

test('an old Node hands over to the Node of the checkout', () => {
  const directory = installed({ 'dist/main.js': PROGRAM });
  withOwnNode(directory);

  expect(start(directory, true, 'a', '--b')).toEqual({ status: 3, stdout: 'ran a --b own\n', stderr: '' });
});

test('an old Node with no other one says what is needed', () => {
  const { status, stdout, stderr } = start(installed({ 'dist/main.js': PROGRAM }), true);

  expect([status, stdout]).toEqual([69, '']);
  expect(stderr).toMatch(/^✖ intorch needs Node 22\.18 or newer; this is 20\.20\.2\n {2}Install .*\n$/);
});

test('two Nodes that are both too old end with the same sentence', () => {
  const directory = installed({ 'dist/main.js': PROGRAM });
  withOwnNode(directory, `#!/bin/sh\nexec '${process.execPath}' --import "${OLD}" "$@"\n`);
  const { status, stderr } = start(directory, true);

  expect(status).toBe(69);
  expect(stderr.match(/intorch needs Node/g)).toHaveLength(1);
});

test('a Node of the checkout that cannot start is named, once', () => {
  const directory = installed({ 'dist/main.js': PROGRAM });
  withOwnNode(directory, '');
  chmodSync(join(directory, 'node_modules/node/bin/node'), 0o644);
  const { status, stderr } = start(directory, true);

  expect(status).toBe(69);
  expect(stderr).toContain('Cannot start');
});

test('what was compiled is kept in the cache folder of the user where the package cannot be written', () => {
  const directory = installed({ 'dist/main.js': PROGRAM, 'dist/.cache': 'no folder' });
  const cache = join(directory, 'home/.cache/intorch/code');
  const env = {
    PATH: process.env['PATH'],
    HOME: join(directory, 'home'),
    NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
  };
  const again = () =>
    spawnSync(process.execPath, [join(directory, 'bin/intorch.js')], { encoding: 'utf8', env }).stderr;

  expect(again()).toContain('writing cache for ESM file');
  expect(again()).toMatch(/main\.js was accepted/);
  expect(existsSync(cache)).toBe(true);
});

test('a checkout that is not built says how to build it', () => {
  const { status, stderr } = start(installed({}), false);

  expect(status).toBe(69);
  expect(stderr).toContain('intorch is not built: there is no dist/main.js\n  Run npm run build in ');
});

test('it runs through a link, as npm installs it', () => {
  const directory = installed({ 'dist/main.js': PROGRAM });
  symlinkSync(join(directory, 'bin/intorch.js'), join(directory, 'intorch'));
  const { stdout } = spawnSync(process.execPath, [join(directory, 'intorch'), 'x'], { encoding: 'utf8' });

  expect(existsSync(join(directory, 'intorch'))).toBe(true);
  expect(stdout).toBe('ran x here\n');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s is passed on to the Node of the checkout, whose end is the end',
  async (signal) => {
    const program = `export const main = () => new Promise((resolve) => {
    process.on('${signal}', () => { console.log('got ${signal}'); clearTimeout(timer); resolve(42); });
    const timer = setTimeout(resolve, 30_000, 9);
    console.log('ready');
  });`;
    const directory = installed({ 'dist/main.js': program });
    withOwnNode(directory);
    const child = spawn(process.execPath, ['--import', OLD, join(directory, 'bin/intorch.js')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
      if (out === 'ready\n') child.kill(signal);
    });
    const status = await new Promise((resolve) => child.on('exit', resolve));

    expect([status, out]).toEqual([42, `ready\ngot ${signal}\n`]);
  },
);
