#!/usr/bin/env node
// Starts the compiled program. Plain syntax that Node 14 can read, so that an old Node gives a sentence and no stack. Nothing is imported
// before it is needed: each module of Node's own takes a part of the time that Node needs to start.
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

async function withOtherNode() {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  // A second try with a Node that is too old as well must end.
  if (existsSync(own) && process.env.INTORCH_NODE === undefined)
    return runWith(own, fileURLToPath(import.meta.url));
  return fail(
    69,
    `intorch needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}`,
    INSTALL,
  );
}

async function runWith(node, starter) {
  const { spawn } = await import('node:child_process');
  const { constants } = await import('node:os');
  const child = spawn(node, [starter, ...process.argv.slice(2)], {
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

async function run(checkout) {
  const program = new URL('../dist/main.js', import.meta.url);
  if (!process.getBuiltinModule('node:fs').existsSync(program))
    return fail(69, 'intorch is not built: there is no dist/main.js', `Run npm run build in ${checkout}`);
  keepCompiled(`${checkout}/dist/.cache`);
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
}

// Beside the program, or where that cannot be written, in the cache folder of the user: the common folder in /tmp is anybody's. What was
// compiled counts only for the very same text and Node. Where neither can be written there is no cache, and that is all.
function keepCompiled(beside) {
  const { enableCompileCache, constants } = process.getBuiltinModule('node:module');
  const { XDG_CACHE_HOME: cache, HOME: home } = process.env;
  const own = cache?.startsWith('/') ? cache : home && `${home}/.cache`;
  const { FAILED } = constants.compileCacheStatus;
  if (enableCompileCache(beside).status === FAILED && own) enableCompileCache(`${own}/intorch/code`);
}

if (isNewEnough(process.versions.node)) await run(import.meta.dirname.replace(/[\\/]bin$/, ''));
else await withOtherNode();
