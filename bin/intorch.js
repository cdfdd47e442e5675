#!/usr/bin/env node
// Starts the compiled program. Plain syntax that Node 14 can read, so that an old Node gives a sentence and no stack.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 18];
const INSTALL = 'Install a newer Node from https://nodejs.org, or run npm ci in a checkout of intorch';

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

function fail(status, message, remedy) {
  process.stderr.write(`✖ ${message}\n  ${remedy}\n`);
  process.exitCode = status;
}

function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, INTORCH_NODE: node },
  });
  // A terminal sends Ctrl+C to both, and two of them mean something else than one. What is sent to this process alone is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(69, `Cannot start ${node}: ${error.message}`, INSTALL));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
}

const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const program = new URL('../dist/main.js', import.meta.url);

if (!isNewEnough(process.versions.node)) {
  // A second try with a Node that is too old as well must end.
  if (existsSync(own) && process.env.INTORCH_NODE === undefined) runWith(own);
  else fail(69, `intorch needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}`, INSTALL);
} else if (!existsSync(fileURLToPath(program))) {
  const checkout = fileURLToPath(new URL('..', import.meta.url));
  fail(69, 'intorch is not built: there is no dist/main.js', `Run npm run build in ${checkout}`);
} else {
  // Beside the program: the common folder in /tmp is anybody's. Where it cannot be written there is no cache, and that is all.
  const cache = fileURLToPath(new URL('../dist/.cache', import.meta.url));
  if (module.enableCompileCache) module.enableCompileCache(cache);
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
}
