/** Gates that try to command the engine which runs them, as a program of the same user can. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { socketPathFor } from '../../src/wire/socket-path.ts';
import { placeFor, startBuilt } from '../support/built-program.ts';
import { makeRepository, temporaryFolder } from '../support/repository.ts';
import { connectTo, until } from '../support/wire.ts';

/** Finds the socket by the objects that the workspace borrows, says hello with and without the key, and holds the other effort. */
const ATTACK = `
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
const [notes, alternates] = process.argv.slice(2);
const socket = readFileSync(alternates, 'utf8').match(/^.*\\.git(?=\\/objects$)/m)[0] + '/intorch/engine.sock';
const file = '/tmp/intorch-' + process.getuid() + '/' + createHash('sha256').update(socket).digest('hex').slice(0, 24) + '.key';
const client = { program: 'tui', pid: 1, terminal: '/dev/pts/1' };
for (const key of [undefined, readFileSync(file, 'utf8')]) {
  await new Promise((done) => {
    const line = createConnection(socket);
    line.on('error', done).on('close', done);
    line.on('data', (text) => appendFileSync(notes, String(text).slice(0, 200).trim() + '\\n'));
    const command = { type: 'hold_effort', effort: 'two' };
    const say = (message) => line.write(JSON.stringify(message) + '\\n');
    say({ type: 'hello', protocol: 4, key, client });
    setTimeout(() => say({ type: 'command', id: 1, command }), 500);
    setTimeout(() => line.destroy(), 1500);
  });
}
appendFileSync(notes, 'done\\n');
`;

it('a child of a gate is refused, with the key and without; who answers is recorded', async () => {
  const home = await temporaryFolder();
  const notes = join(home, 'notes');
  const gate = `test ! -e attack.mjs || ${process.execPath} attack.mjs ${notes} .git/objects/info/alternates`;
  const config = `target: main\nefforts: { patterns: ['effort/*'] }\nbaseline: false\ngates:\n  - { name: test, command: '${gate}', parser: exit }\n`;
  const repo = await makeRepository({
    main: [{ 'intorch.yaml': config }],
    'effort/one': { from: 'main', commits: [{ 'attack.mjs': ATTACK }] },
    'effort/two': { from: 'main', commits: [{ two: 'x\n' }] },
  });
  await repo.git('switch', '--quiet', '--detach');
  const engine = await startBuilt(placeFor(repo.dir, home), ['engine']);
  const socket_path = socketPathFor(join(repo.gitDir, 'intorch'));
  const client = await connectTo({ program: 'tui', socket_path, patience_ms: 30_000, give_up_ms: 1 });
  const state = () => client.snapshot()?.state ?? null;
  const question = () => {
    const now = state();
    return now === null ? null : openQuestion(now);
  };

  for (const kind of ['start', 'land'] as const) {
    await until(client, () => question()?.kind === kind);
    await client.send({ type: 'choose_named', question: question()?.id ?? '', choice: kind });
  }
  await until(client, () => state()?.stage === 'FINISHED');
  client.stopEngine(true);
  client.close();
  await engine.ended;

  const said = (await readFile(notes, 'utf8')).trim().split('\n');
  expect(said).toHaveLength(3);
  expect(said[0]).toContain('only by who shows its key');
  expect(said[1]).toMatch(/"process \d+ comes from a gate, and gates may not command"/);
  expect(said[2]).toBe('done');
  expect(state()?.efforts_included.map(({ name, status }) => [name, status])).toEqual([
    ['two', 'MERGED'],
    ['one', 'MERGED'],
  ]);
  expect(state()?.decisions.map(({ by, client: it }) => [by, it?.program, it?.pid])).toEqual([
    ['operator', 'tui', process.pid],
  ]);
});
