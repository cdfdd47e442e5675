/** `intorch watch`: what is said when branches and worktrees move, and that looking leaves nothing behind. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { placeFor, startBuilt } from '../support/built-program.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { cli, configured, effort, makeWorld } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const LOGIN = 'export function login() {\n  const tries = 1;\n  return tries;\n}\n';
const changed = (tries: number) => LOGIN.replace('1', String(tries));

/** Two agents: one changes `login`, the other something else; each has a worktree of its own. */
async function twoAgents(): Promise<{ repo: TestRepository; place: (name: string) => string }> {
  const repo = await makeWorld(
    { 'src/login.ts': LOGIN, 'README.md': 'read me\n' },
    {
      'effort/agent-3': effort({ 'src/login.ts': changed(3) }),
      'effort/agent-7': effort({ 'README.md': 'read this\n' }),
    },
  );
  const folder = await temporaryFolder();
  for (const name of ['agent-3', 'agent-7'])
    await repo.git('worktree', 'add', '--quiet', join(folder, name), `effort/${name}`);
  return { repo, place: (name) => join(folder, name) };
}

/** Starts to watch. `line` waits for the next line, without its time. */
async function watching(repo: TestRepository, env: Readonly<Record<string, string>> = {}) {
  const home = await temporaryFolder();
  const place = placeFor(repo.dir, home, { TMPDIR: home, ...env });
  const running = await startBuilt(place, ['watch', '--every', '0.5']);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  let partial = '';
  running.child.stdout?.on('data', (text: string) => {
    const parts = (partial + text).split('\n');
    partial = parts.pop() ?? '';
    for (const each of parts) {
      const said = each.replace(/^\d\d:\d\d:\d\d /, '');
      const next = waiting.shift();
      if (next === undefined) lines.push(said);
      else next(said);
    }
  });
  return {
    home,
    line: () => {
      const said = lines.shift();
      return said === undefined
        ? new Promise<string>((resolve) => waiting.push(resolve))
        : Promise.resolve(said);
    },
    stop: async () => {
      running.child.kill('SIGINT');
      return running.ended;
    },
  };
}

it('says what collides with uncommitted work, in which function, and leaves repository and worktrees as they were', async () => {
  const { repo, place } = await twoAgents();
  await writeFile(join(place('agent-7'), 'src/login.ts'), changed(7));
  const look = async () => [
    await repo.objects(),
    await repo.git('for-each-ref'),
    await repo.git('-C', place('agent-7'), 'status', '--porcelain', '--ignored'),
    (await readdir(repo.gitDir, { recursive: true })).toSorted(),
  ];
  const before = await look();

  const said = await cli(repo, 'watch', '--once', '--json');

  expect(await look()).toEqual(before);
  expect(said).toMatchObject({ status: 0, err: '' });
  const [present, work, collision, ...more] = said.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(present).toMatchObject({
    type: 'watching',
    target: 'main',
    worktrees: 2,
    efforts: [
      { name: 'agent-3', is: 'open', commits: 1, tip: await repo.tip('effort/agent-3') },
      { name: 'agent-7', is: 'open', commits: 1, tip: await repo.tip('effort/agent-7') },
    ],
  });
  expect(work).toMatchObject({ type: 'uncommitted', effort: 'agent-7', is: 'counted', files: 1 });
  expect(collision).toMatchObject({
    type: 'collides',
    a: 'agent-3',
    b: 'agent-7',
    places: [{ file: 'src/login.ts', functions: ['login'], lines: { first: 2, last: 2 } }],
    uncommitted: ['agent-7'],
  });
  expect(more).toEqual([]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('says only what changes: uncommitted work, a collision that comes and goes, a new branch, one that has landed', async () => {
  const { repo, place } = await twoAgents();
  const { line, stop, home } = await watching(repo);
  expect(await line()).toBe('watching 2 branches onto main, 2 worktrees, 0 collisions');

  await writeFile(join(place('agent-7'), 'src/login.ts'), changed(7));
  expect(await line()).toBe(`uncommitted work in agent-7's worktree counts: 1 file in ${place('agent-7')}`);
  expect(await line()).toBe(
    "agent-3 now collides with agent-7 in login() of src/login.ts, with the uncommitted work in agent-7's worktree",
  );

  await writeFile(join(place('agent-7'), 'src/login.ts'), LOGIN);
  expect(await line()).toBe("no uncommitted work in agent-7's worktree any more");
  expect(await line()).toBe('agent-3 no longer collides with agent-7');

  await repo.git('branch', '--quiet', 'effort/agent-5', 'effort/agent-7');
  expect(await line()).toBe('agent-5 is new: 1 commit');

  await repo.git('branch', '--quiet', '--force', 'main', 'effort/agent-3');
  expect(await line()).toMatch(/^main is at [0-9a-f]{8} now$/);
  expect(await line()).toBe('agent-3 is in main now');

  expect(await stop()).toMatchObject({ status: 0, err: '' });
  expect(await readdir(home)).toEqual([]);
});

it('counts only commits of a worktree that changes while it is read, until it rests', async () => {
  const { repo, place } = await twoAgents();
  const [folder, file] = [await temporaryFolder(), join(place('agent-7'), 'src/login.ts')];
  const busy = join(folder, 'busy');
  await writeFile(busy, '');
  // An agent that writes between the two snapshots.
  const PATH = process.env['PATH'] ?? '';
  const script = `#!/bin/sh\nPATH='${PATH}'\n[ "$1" = write-tree ] && [ -e '${busy}' ] && echo '// more' >> '${file}'\nexec git "$@"\n`;
  await writeFile(join(folder, 'git'), script, { mode: 0o755 });
  await writeFile(file, changed(7));
  const { line, stop } = await watching(repo, { PATH: `${folder}:${PATH}` });
  expect(await line()).toBe(
    'watching 2 branches onto main, 2 worktrees (1 with uncommitted work), 0 collisions',
  );
  expect(await line()).toBe(
    "uncommitted work in agent-7's worktree is unstable: it changes while it is read, so its commits alone count for now",
  );

  await rm(busy);

  expect(await line()).toMatch(/^uncommitted work in agent-7's worktree counts: 1 file /);
  expect(await line()).toMatch(/^agent-3 now collides with agent-7 in login\(\) of /);
  expect((await stop()).status).toBe(0);
});

it('goes on where a look fails, and says why once', async () => {
  const { repo } = await twoAgents();
  const { line, stop } = await watching(repo);
  await line();
  const main = await repo.tip('main');

  await repo.git('update-ref', '-d', 'refs/heads/main');
  expect(await line()).toMatch(/^cannot look: .*main/);

  await repo.git('update-ref', 'refs/heads/main', main);
  await repo.git('branch', '--quiet', 'effort/agent-5', 'effort/agent-7');
  expect(await line()).toBe('agent-5 is new: 1 commit');
  expect((await stop()).status).toBe(0);
});

it('looks at branches without worktrees in a bare repository', async () => {
  const repo = await makeRepository(
    {
      main: [{ 'intorch.yaml': configured(), 'a.txt': 'one\n' }],
      'effort/x': effort({ 'a.txt': 'two\n' }),
      'effort/y': effort({ 'a.txt': 'three\n' }),
    },
    { bare: true },
  );

  const said = await cli(repo, 'watch', '--once');

  expect(said.out.replaceAll(/^\d\d:\d\d:\d\d /gm, '')).toBe(
    'watching 2 branches onto main, 0 worktrees, 1 collision\nx now collides with y in a.txt line 1\n',
  );
});

it('refuses an interval that is none', async () => {
  const { repo } = await twoAgents();

  const said = await cli(repo, 'watch', '--every', 'often');

  expect(said).toMatchObject({ status: 2, out: '' });
  expect(said.err).toContain('--every takes seconds, up to 86400; not often');
});
