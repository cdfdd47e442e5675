import { spawn } from 'node:child_process';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { comesFromGate, peersOf } from '../../../src/adapters/execa/peer-process.ts';
import { temporaryFolder } from '../../support/repository.ts';

const PATH = process.env['PATH'] ?? '';
/** Says which process it is, connects, and stays. */
const CLIENT = `process.stdout.write(process.pid + '\\n'); require('node:net').createConnection(process.argv[1]); setInterval(() => {}, 1e6)`;

/** Listens, starts a client by a shell command, and returns the accepted socket and who the client says it is. */
async function visitedBy(command: string): Promise<{ readonly socket: Socket; readonly pid: number }> {
  const path = join(await temporaryFolder(), 'a socket');
  const server = createServer();
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const child = spawn('sh', ['-c', command, process.execPath, CLIENT, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = new Promise<number>((resolve) => child.stdout.once('data', (text) => resolve(Number(text))));
  onTestFinished(async () => {
    process.kill(await pid, 'SIGKILL');
    server.close();
  });
  return { socket: await accepted, pid: await pid };
}

const CALL = '"$0" -e "$1" "$2"';

test('the process at the other end is the one that the kernel names', async () => {
  const { socket, pid } = await visitedBy(`exec ${CALL}`);

  expect(await peersOf(socket, PATH)).toEqual([pid]);
});

test('without a program that asks the kernel, nobody is named', async () => {
  const { socket } = await visitedBy(`exec ${CALL}`);

  expect(await peersOf(socket, '/nowhere')).toEqual([]);
});

test.each([
  ['has the mark of one', `INTORCH_COOKIE=session:1-test setsid ${CALL} &`],
  ['is a child of what this process started', CALL],
  [
    'has no environment, and its parent is gone, but its session is that of a child',
    `env -i ${CALL} & sleep 5`,
  ],
])('a process comes from a gate that %s', async (_, command) => {
  const { pid } = await visitedBy(command);

  expect(await comesFromGate(pid)).toBe(true);
});

test('this process, and one that nobody here started, come from no gate', async () => {
  const socket = createConnection('/nowhere');
  socket.on('error', () => {});

  expect(await comesFromGate(process.pid)).toBe(false);
  expect(await comesFromGate(1)).toBe(false);
});
