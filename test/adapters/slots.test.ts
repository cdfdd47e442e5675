import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { createProcesses } from '../../src/adapters/execa/process.ts';
import { type SlotsOptions, slots } from '../../src/adapters/slots.ts';
import type { RefName, Sha } from '../../src/domain/shared/ids.ts';
import type { Processes } from '../../src/ports/processes.ts';
import type { Slot, SlotRequest, Workspaces } from '../../src/ports/workspaces.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';

const processes = createProcesses({ grace_ms: 200, environment: { PATH: process.env['PATH'] } });

let repo: TestRepository;
let directory = '';
let one: Sha;
let two: Sha;
beforeEach(async () => {
  directory = join(await temporaryFolder(), 'slots');
  repo = await makeRepository({
    main: [
      {
        'a.txt': 'one\n',
        'gone.txt': 'x\n',
        'lock.json': '1\n',
        '.gitignore': 'node_modules\nforced\n',
        forced: 'f\n',
      },
    ],
    next: {
      from: 'main',
      commits: [{ 'a.txt': 'two\n', 'gone.txt': null, forced: null, 'lock.json': '2\n' }],
    },
  });
  [one, two] = [await repo.tip('main'), await repo.tip('next')];
});

function workspaces(overrides: Partial<SlotsOptions> = {}) {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };
  const ours = { branch: 'refs/heads/phase1/wave1' as RefName, watched: [], moves: () => new Map() };
  return slots({ common_dir: repo.gitDir, directory, limit: 2, processes, env, ours, ...overrides });
}

async function tampering(all: Workspaces, slot: Slot): Promise<readonly string[]> {
  const { by_gate, by_somebody } = await all.tampering(slot);
  return [...by_gate, ...by_somebody];
}

/** Who takes a slot next: the process that used it, which knows what it left there, or another one, which knows nothing. */
const NEXT: readonly (readonly [
  who: string,
  (all: Workspaces, overrides?: Partial<SlotsOptions>) => Workspaces,
])[] = [
  ['the same process', (all) => all],
  ['another process', (_all, overrides) => workspaces(overrides)],
];

const bare = (commit: Sha): SlotRequest => ({ commit, setup: null });
const read = (slot: Slot, path: string) => readFile(join(slot.directory, path), 'utf8');
const put = (slot: Slot, path: string, text: string) => writeFile(join(slot.directory, path), text);
const has = (slot: Slot, path: string) => existsSync(join(slot.directory, path));

test('what a killed process left at work in a slot is ended before the slot is used again', async () => {
  const cookie = `slot:${join(directory, 'slot-1')}`;
  const left = spawn('sleep', ['600'], { env: { ...process.env, INTORCH_COOKIE: cookie } });
  const ended = once(left, 'exit');

  await workspaces().take(bare(one));

  expect(await ended).toEqual([null, 'SIGTERM']);
});

test('set-up is ended when the session is stopped', async () => {
  const stop = new AbortController();
  const log = join(await temporaryFolder(), 'set-up.log');
  const signal = stop.signal;
  const taken = workspaces().take({
    commit: one,
    setup: { command: 'echo begun; sleep 600', key: [], timeout_ms: 600_000, log, signal },
  });
  await expect.poll(() => existsSync(log) && readFileSync(log, 'utf8')).toContain('begun');

  stop.abort();

  expect((await taken).setup_failed).toContain('it was stopped');
});

/** Runs a command in a slot as a gate does. */
async function gate(slot: Slot, command: string): Promise<string> {
  const log = join(directory, 'gate.log');
  await rm(log, { force: true });
  const ours = { env: {}, timeout_ms: 30_000, max_log_bytes: 100_000, cookie: slot.directory, signal: null };
  const identity = {
    GIT_AUTHOR_NAME: 'G',
    GIT_AUTHOR_EMAIL: 'g@x',
    GIT_COMMITTER_NAME: 'G',
    GIT_COMMITTER_EMAIL: 'g@x',
  };
  await processes.run({
    ...ours,
    confinement: 'off',
    read: [],
    command,
    cwd: slot.directory,
    log,
    env: identity,
  });
  return (await readFile(log, 'utf8')).trimEnd();
}

describe('a slot', () => {
  test('holds exactly the commit, detached, with tags and branches and without a remote', async () => {
    await repo.git('tag', 'v1', one);
    await repo.git('update-ref', 'refs/remotes/origin/main', one);
    const slot = await workspaces().take(bare(two));

    expect(slot).toMatchObject({ name: 'slot-1', commit: two, setup_failed: null });
    expect((await readdir(slot.directory)).sort()).toEqual(['.git', '.gitignore', 'a.txt', 'lock.json']);
    expect(await read(slot, 'a.txt')).toBe('two\n');
    expect(
      await gate(slot, 'git rev-parse HEAD; git status --porcelain; git tag; git remote; git branch'),
    ).toBe(`${two}\nv1\n* (HEAD detached at ${two.slice(0, 7)})\n  main\n  next`);
    expect(await gate(slot, 'git rev-parse main origin/main')).toBe(`${one}\n${one}`);
  });

  test('borrows its objects, in a SHA-256 repository too', async () => {
    repo = await makeRepository({ main: [{ 'a.txt': 'one\n' }] }, { object_format: 'sha256' });

    const slot = await workspaces().take(bare(await repo.tip('main')));

    expect(await read(slot, 'a.txt')).toBe('one\n');
    expect(await gate(slot, 'git count-objects')).toBe('0 objects, 0 kilobytes');
  });

  test('lies at a path that git quotes', async () => {
    directory = join(await temporaryFolder(), '"a b"\tü');

    const slot = await workspaces().take(bare(one));

    expect(await gate(slot, 'git log --oneline | wc -l | tr -d " "')).toBe('1');
  });

  test('runs no hook and no filter of branch or operator at checkout', async () => {
    const marker = join(directory, 'ran');
    const commit = await repo.commit('filtered', { '.gitattributes': '* filter=evil\n', 'b.txt': 'b\n' });
    await repo.git('config', 'filter.evil.smudge', `touch '${marker}'; cat`);
    await mkdir(join(repo.gitDir, 'hooks'), { recursive: true });
    await writeFile(join(repo.gitDir, 'hooks', 'post-checkout'), `#!/bin/sh\ntouch '${marker}'\n`, {
      mode: 0o755,
    });

    await workspaces().take(bare(commit));

    expect(existsSync(marker)).toBe(false);
  });

  test.each(NEXT)(
    'keeps nothing of another tree but caches, and of its own tree what is ignored: %s',
    async (_who, next) => {
      const overrides = { caches: ['node_modules/.cache/', '**/*.log'] };
      const all = workspaces(overrides);
      const slot = await all.take(bare(one));
      await gate(
        slot,
        'mkdir -p node_modules/.cache node_modules/empty src; echo warm > node_modules/.cache/x; echo y > node_modules/y; echo y > node_modules/y.log; echo dirty > a.txt; echo left > src/left; git init -q nested; echo n > nested/n',
      );
      await all.release(slot);
      const same = await next(all, overrides).take(bare(one));
      expect(await gate(same, 'git status --porcelain')).toBe('');
      const kept = ['node_modules/.cache/x', 'node_modules/empty', 'node_modules/y', 'node_modules/y.log'];
      expect(kept.filter((path) => has(same, path))).toEqual(kept);
      await all.release(same);
      await rm(join(directory, 'slot-1.lock'), { force: true });

      const again = await next(all, overrides).take(bare(two));

      expect(again.directory).toBe(slot.directory);
      expect(kept.filter((path) => has(again, path))).toEqual([
        'node_modules/.cache/x',
        'node_modules/y.log',
      ]);
      expect((await readdir(again.directory)).sort()).toEqual([
        '.git',
        '.gitignore',
        'a.txt',
        'lock.json',
        'node_modules',
      ]);
      expect(await read(again, 'a.txt')).toBe('two\n');
    },
  );

  test.each(NEXT)(
    'leaves files that did not change as they are, so that builds know it: %s',
    async (_who, next) => {
      const all = workspaces();
      const slot = await all.take(bare(one));
      const before = await stat(join(slot.directory, '.gitignore'));
      await all.release(slot);

      const again = await next(all).take(bare(two));

      expect(await stat(join(again.directory, '.gitignore'))).toMatchObject({
        ino: before.ino,
        ctimeMs: before.ctimeMs,
      });
    },
  );

  const HIDDEN: readonly (readonly [how: string, command: string])[] = [
    ['a flag of the index', 'git update-index --skip-worktree a.txt; printf "ONE\\n" > a.txt'],
    ['another flag', 'git update-index --assume-unchanged a.txt; printf "ONE\\n" > a.txt'],
    ['an index of its own', 'printf "ONE\\n" > a.txt; git add a.txt'],
    ['size and time as before', 'touch -r a.txt t; printf "ONE\\n" > a.txt; touch -r t a.txt'],
    ['time long past', 'printf "ONE\\n" > a.txt; touch -d @1 a.txt'],
    ['a link', 'cp a.txt b.txt; ln -sf b.txt a.txt'],
    ['a folder', 'rm a.txt; mkdir a.txt; touch a.txt/x'],
    ['a pipe', 'rm a.txt; mkfifo a.txt'],
    ['permission', 'chmod +x a.txt'],
    ['removal', 'rm a.txt'],
    ['a link to its folder, moved away', 'mv d ../moved; echo z > ../moved/z; ln -s ../moved d'],
    ['another folder', 'mv d ../moved; mkdir d; cp ../moved/x d/x; echo z > d/z'],
    ['the index beside the slot', 'printf "ONE\\n" > a.txt; git add a.txt; cp .git/index ../slot-1.index'],
    ['rules about what is ignored', 'echo "*" > .gitignore; echo z > z; echo z > d/z'],
  ];

  test.each(HIDDEN.flatMap((each) => NEXT.map((next) => [...each, ...next] as const)))(
    'is exact although a gate hid its changes by %s: %s; %s',
    async (_how, command, _who, next) => {
      for (const name of ['d/x', 'd/y']) one = await repo.commit('main', { [name]: 'x\n' });
      const all = workspaces();
      const slot = await all.take(bare(one));
      await all.release(slot);
      const used = await all.take(bare(one));
      await gate(used, command);
      await all.release(used);

      const again = await next(all).take(bare(one));

      expect(await gate(again, 'git hash-object a.txt d/x; git ls-files -v | grep -v "^H"; ls -A . d')).toBe(
        await gate(
          await workspaces({ directory: `${directory}-else` }).take(bare(one)),
          'git hash-object a.txt d/x; ls -A . d',
        ),
      );
      expect(await gate(again, 'git status --porcelain; git diff HEAD --stat; test ! -L d')).toBe('');
    },
  );

  test('is made again where its folder cannot be cleared', async () => {
    const all = workspaces();
    const slot = await all.take(bare(one));
    await rename(join(slot.directory, 'a.txt'), join(slot.directory, 'b.txt'));
    await rm(join(slot.directory, '.git'), { recursive: true });
    await symlink('/nonexistent', join(slot.directory, '.git'));
    await mkdir(join(slot.directory, 'closed'));
    await put(slot, 'closed/file', 'x');
    await chmod(join(slot.directory, 'closed'), 0o500);
    await all.release(slot);

    const again = await all.take(bare(two));

    expect((await readdir(again.directory)).sort()).toEqual(['.git', '.gitignore', 'a.txt', 'lock.json']);
    expect(await gate(again, 'git rev-parse HEAD')).toBe(two);
  });

  test('whose commit is not there is refused, and is free again', async () => {
    const all = workspaces({ limit: 1 });

    await expect(all.take(bare('0'.repeat(39).concat('1') as Sha))).rejects.toMatchObject({
      code: 'OBJECT_MISSING',
    });

    expect(await all.take(bare(one))).toMatchObject({ name: 'slot-1' });
  });
});

test('a slot that is known is moved by one git, and refs are asked for only when a file of theirs changed', async () => {
  const told: string[] = [];
  const all = workspaces({ onCommand: (line) => told.push(line.split(' ').slice(0, 2).join(' ')) });
  const asked = async (commit: Sha) => {
    told.length = 0;
    const slot = await all.take(bare(commit));
    await gate(slot, 'true');
    expect(await tampering(all, slot)).toEqual([]);
    await all.release(slot);
    return told.join();
  };
  await asked(one);
  await setTimeout(100);
  await asked(one);

  expect(await asked(two)).toBe('git checkout');
  await repo.git('update-ref', 'refs/heads/new', two);
  await setTimeout(100);
  expect(await asked(one)).toBe('git for-each-ref,git checkout');
});

test('a slot whose tree git has removed is refused: git takes it for an empty one', async () => {
  const tree = await repo.git('rev-parse', `${one}^{tree}`);
  const at = join(repo.gitDir, 'objects', tree.slice(0, 2), tree.slice(2));
  await rm(at);

  await expect(workspaces().take(bare(one))).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
});

describe('set-up', () => {
  const setup = (command: string) => ({
    command,
    key: ['lock.json', 'absent.json'],
    timeout_ms: 30_000,
    log: join(directory, 'setup.log'),
  });
  const install = 'mkdir -p node_modules; echo x >> node_modules/installs; echo installing';

  test('runs when a key file or the command changed, without what was ignored before, and else not', async () => {
    const all = workspaces();
    const installs: number[] = [];
    for (const [commit, command] of [
      [one, install],
      [one, install],
      [two, install],
      [two, `${install} `],
      [two, `${install} `],
    ] as const) {
      const slot = await all.take({ commit, setup: setup(command) });
      installs.push((await read(slot, 'node_modules/installs')).length / 2);
      await all.release(slot);
    }

    expect(installs).toEqual([1, 1, 1, 1, 1]);
    expect(await readFile(join(directory, 'setup.log'), 'utf8')).toBe('installing\n'.repeat(3));
  });

  test.each([
    ['nothing is as it was', 'true', 1],
    [
      'a new file and a new folder are removed',
      'mkdir -p node_modules/new node_modules/b; touch node_modules/b/c',
      1,
    ],
    ['a new repository is removed', 'git init -q node_modules/new; touch node_modules/new/c', 1],
    ['a cache stays, changed or not', 'echo poison > node_modules/cache/c; touch node_modules/cache/d', 1],
    ['a changed file sets up again', 'echo poison > node_modules/a', 2],
    [
      'a changed file that keeps its size and time does, too',
      'touch -r node_modules/a t; echo b > node_modules/a; touch -r t node_modules/a; rm t',
      2,
    ],
    ['a removed file does, too', 'rm node_modules/a', 2],
    ['a file that may be run now does, too', 'chmod +x node_modules/a', 2],
    ['a link to another place does, too', 'ln -sf /etc/passwd node_modules/link', 2],
  ])('is what the gates of another tree left it: %s', async (_title, command, times) => {
    for (const [who, next] of NEXT) {
      directory = join(directory, 'next');
      const overrides = { caches: ['node_modules/cache'] };
      const all = workspaces(overrides);
      const install =
        'mkdir -p node_modules/cache; echo a > node_modules/a; echo c > node_modules/cache/c; ln -s a node_modules/link; echo installing';
      const key: string[] = [];
      const request = { setup: { ...setup(install), key } };
      const slot = await all.take({ commit: one, ...request });
      await gate(slot, command);
      await all.release(slot);

      const again = await next(all, overrides).take({ commit: two, ...request });

      const installed = await readFile(join(directory, 'setup.log'), 'utf8');
      expect([who, installed]).toEqual([who, 'installing\n'.repeat(times)]);
      expect(await read(again, 'node_modules/a')).toBe('a\n');
      expect((await readdir(join(again.directory, 'node_modules'))).sort()).toEqual(['a', 'cache', 'link']);
    }
  });

  test('of an earlier release, which did not look at what it left, runs again', async () => {
    const request = { setup: setup('mkdir -p node_modules; echo installing') };
    const all = workspaces();
    await all.release(await all.take({ commit: one, ...request, setup: { ...request.setup, key: [] } }));
    await rm(join(directory, 'slot-1.files'));

    await workspaces().take({ commit: two, ...request, setup: { ...request.setup, key: [] } });

    expect(await readFile(join(directory, 'setup.log'), 'utf8')).toBe('installing\n'.repeat(2));
  });

  test('that changes tracked files, hooks and configuration leaves the commit as it is', async () => {
    const all = workspaces();
    const husky =
      'echo 3 > lock.json; touch untracked; git config core.hooksPath .husky; mkdir -p node_modules; touch node_modules/y';

    const slot = await all.take({ commit: one, setup: setup(husky) });

    expect(await read(slot, 'lock.json')).toBe('1\n');
    expect([has(slot, 'untracked'), has(slot, 'node_modules/y')]).toEqual([false, true]);
    expect(await gate(slot, 'git status --porcelain; git config core.hooksPath')).toBe('');
    expect(await tampering(all, slot)).toEqual([]);
  });

  test('that fails is said, and tried again next time', async () => {
    const all = workspaces();
    const failing = setup('echo no network; exit 7');

    const slot = await all.take({ commit: one, setup: failing });
    await all.release(slot);
    const again = await all.take({ commit: one, setup: failing });

    expect(slot.setup_failed).toBe('the set-up command "echo no network; exit 7" ended with exit status 7');
    expect(again.setup_failed).toBe(slot.setup_failed);
    expect(await readFile(failing.log, 'utf8')).toBe('no network\nno network\n');
  });

  test('of one command run one at a time until one of their key has passed', async () => {
    const all = workspaces({ limit: 4 });
    const trace = join(directory, 'trace');
    const tracing = setup(
      `echo begin >> '${trace}'; sleep 0.2; echo end >> '${trace}'; mkdir -p node_modules`,
    );

    await Promise.all([one, one, two].map((commit) => all.take({ commit, setup: tracing })));

    const said = await readFile(trace, 'utf8');
    expect(said.slice(0, 10)).toBe('begin\nend\n');
    expect(said.match(/begin/g)).toHaveLength(3);
  });

  test('that fails is the only one at work, and the next one begins when it is over', async () => {
    const all = workspaces({ limit: 4 });
    const trace = join(directory, 'trace');
    const failing = setup(`echo begin >> '${trace}'; sleep 0.1; echo end >> '${trace}'; exit 1`);

    const taken = await Promise.all([one, one, two].map((commit) => all.take({ commit, setup: failing })));

    expect(taken.every((slot) => slot.setup_failed !== null)).toBe(true);
    expect(await readFile(trace, 'utf8')).toBe('begin\nend\n'.repeat(3));
  });

  test('that takes too long is said', async () => {
    const slot = await workspaces().take({ commit: one, setup: { ...setup('sleep 600'), timeout_ms: 50 } });

    expect(slot.setup_failed).toBe('the set-up command "sleep 600" was not done in 0 s');
  });

  test('is not misled by a link in the place of a key file', async () => {
    const linked = await repo.commit('linked', { 'lock.json': { mode: '120000', text: '/etc/passwd' } });

    expect((await workspaces().take({ commit: linked, setup: setup('true') })).setup_failed).toBeNull();
  });
});

describe('several slots', () => {
  test('are handed out up to the limit, then in turn', async () => {
    const all = workspaces();
    const first = await all.take(bare(one));
    const second = await all.take(bare(one));
    const order: string[] = [];
    const taking = async (name: string) => {
      const slot = await all.take(bare(two));
      order.push(name);
      return slot;
    };
    const third = taking('third');
    const fourth = taking('fourth');
    expect(new Set([first.name, second.name])).toEqual(new Set(['slot-1', 'slot-2']));

    await all.release(second);
    expect(await third).toMatchObject({ name: second.name, commit: two });
    await all.release(first);
    expect(await fourth).toMatchObject({ name: first.name });
    expect(order).toEqual(['third', 'fourth']);
  });

  test('taken at once never are the same', async () => {
    const all = workspaces({ limit: 4 });

    const taken = await Promise.all([one, two, one, two].map((commit) => all.take(bare(commit))));

    expect(new Set(taken.map((slot) => slot.directory)).size).toBe(4);
  });

  test('of a living owner are left alone, those of a dead one are taken over, warm', async () => {
    const setup = {
      command: 'mkdir -p node_modules; touch node_modules/$$',
      key: [],
      timeout_ms: 30_000,
      log: join(directory, 'setup.log'),
    };
    const slot = await workspaces().take({ commit: one, setup });
    const installed = await readdir(join(slot.directory, 'node_modules'));
    const elsewhere = await workspaces().take(bare(one));
    expect(elsewhere.name).toBe('slot-2');

    await writeFile(
      join(directory, 'slot-1.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, started: '1', token: 'dead' }),
    );
    const afterwards = await workspaces().take({ commit: two, setup });

    expect(afterwards.name).toBe('slot-1');
    expect(await readdir(join(afterwards.directory, 'node_modules'))).toEqual(installed);
  });

  test('of a process whose number now belongs to another are taken over', async () => {
    await workspaces().take(bare(one));
    await writeFile(
      join(directory, 'slot-1.lock'),
      JSON.stringify({ pid: process.pid, started: '1', token: 'dead' }),
    );

    expect((await workspaces().take(bare(one))).name).toBe(
      process.platform === 'linux' ? 'slot-1' : 'slot-2',
    );
  });

  test("of another repository, and folders that are nobody's, are not touched", async () => {
    await mkdir(join(directory, 'slot-1'), { recursive: true });
    await writeFile(join(directory, 'slot-1', 'precious'), 'x');
    const other = await makeRepository({ main: [{ 'b.txt': 'b\n' }] });
    const theirs = await workspaces({ common_dir: other.gitDir }).take(bare(await other.tip('main')));
    const all = workspaces();

    const ours = await all.take(bare(one));
    await all.release(ours);

    expect([theirs.name, ours.name]).toEqual(['slot-2', 'slot-3']);
    expect(await all.removeAll()).toEqual([ours.directory]);
    expect(await readdir(directory)).toEqual(expect.arrayContaining(['slot-1', 'slot-2']));
    expect(has(theirs, 'b.txt')).toBe(true);
  });

  test('that are gone are known, and that are used are not removed', async () => {
    const all = workspaces();
    const slot = await all.take(bare(one));
    expect(await all.missing()).toEqual([]);
    expect(await all.removeAll()).toEqual([]);

    await rm(slot.directory, { recursive: true });

    expect(await all.missing()).toEqual([slot.directory]);
    await all.release(slot);
    expect(await all.removeAll()).toEqual([slot.directory]);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('a folder that is not the one that intorch made', () => {
  const victim = async () => {
    const path = join(await temporaryFolder(), 'victim');
    await mkdir(join(path, '.git'), { recursive: true });
    await writeFile(join(path, 'precious'), 'x');
    return path;
  };
  const isWhole = (path: string) => existsSync(join(path, 'precious')) && existsSync(join(path, '.git'));

  test.each(['a link', 'another folder'])('%s is found, not followed and not removed', async (kind) => {
    const all = workspaces();
    const slot = await all.take(bare(one));
    const path = await victim();
    await rename(slot.directory, `${slot.directory}.moved`);
    await (kind === 'a link' ? symlink(path, slot.directory) : rename(path, slot.directory));

    expect(await tampering(all, slot)).toEqual(['the workspace was replaced']);
    await all.release(slot);
    const again = await workspaces().take(bare(two));

    expect(again.name).toBe('slot-2');
    await all.removeAll();
    expect(isWhole(slot.directory)).toBe(true);
  });

  test('that set-up left is refused', async () => {
    const path = await victim();
    const command = `P=$(pwd -P); cd /; mv "$P" "$P.moved"; ln -s '${path}' "$P"`;
    const setup = { command, key: [], timeout_ms: 30_000, log: join(directory, 'setup.log') };

    await expect(workspaces().take({ commit: one, setup })).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: expect.stringContaining('is not the folder that intorch made'),
    });

    expect(isWhole(path)).toBe(true);
  });

  test('cannot come from other users: a folder for slots in which they can write is refused', async () => {
    await mkdir(directory);
    await chmod(directory, 0o777);

    await expect(workspaces().take(bare(one))).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      message: expect.stringContaining('Other users can replace'),
    });

    await chmod(directory, 0o1777);
    expect((await workspaces().take(bare(one))).name).toBe('slot-1');
  });

  test.runIf(process.getuid?.() === 0)('of another user is passed over, and theirs is refused', async () => {
    const all = workspaces();
    const slot = await all.take(bare(one));
    await all.release(slot);
    await chown(slot.directory, 12345, 12345);

    expect((await all.take(bare(one))).name).toBe('slot-2');
    await chown(directory, 12345, 12345);
    await expect(workspaces().take(bare(one))).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  });
});

test('a slot in which a gate meddled is thrown away before its next use', async () => {
  const all = workspaces();
  const setup = {
    command: 'mkdir -p node_modules',
    key: [],
    timeout_ms: 30_000,
    log: join(directory, 'log'),
  };
  const slot = await all.take({ commit: one, setup });
  await gate(slot, 'git config a.b c; touch node_modules/left');
  expect(await tampering(all, slot)).toEqual(['the configuration changed']);
  await all.release(slot);
  expect(has(slot, 'node_modules/left')).toBe(true);

  const again = await all.take({ commit: one, setup });

  expect([again.name, has(again, 'node_modules/left')]).toEqual(['slot-1', false]);
});

test('a slot that was being made when the end came is not said to be gone', async () => {
  const record = { common_dir: repo.gitDir, commit: null, setup_key: null };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'slot-1.json'), JSON.stringify(record));

  expect(await workspaces().missing()).toEqual([]);
});

describe('what a gate does to a repository', () => {
  const HARMLESS =
    'git status; git log; git diff; git stash list; git show HEAD; touch a.txt; git add -A; echo x > a.txt';
  const TAMPERING: readonly [command: string, found: string][] = [
    ['git commit -q --allow-empty -m x', 'HEAD moved'],
    ['git checkout -q -b sneaky', 'HEAD moved,branch sneaky changed'],
    ['git tag x', 'refs/tags/x changed'],
    ['git config core.fsmonitor ./evil', 'the configuration changed'],
    ['git config --worktree x.y z; touch .git/config.worktree', 'the configuration changed'],
    ['mkdir -p .git/hooks; touch .git/hooks/pre-commit', 'hooks changed'],
    ['mkdir -p .git/info; echo "* merge=union" > .git/info/attributes', '.git/info/attributes changed'],
    ['echo /elsewhere >> .git/objects/info/alternates', 'objects are borrowed from elsewhere'],
    ['mkfifo .git/refs/pipe', 'refs/pipe changed'],
    ['ln -sf /dev/zero .git/HEAD', 'HEAD moved'],
    ['rm -rf .git; git init -q', 'the configuration changed'],
    ['mv .git elsewhere; ln -s elsewhere .git', '.git was replaced'],
    ['rm -rf .git', '.git was replaced'],
  ];

  test('is nothing when it only looks', async () => {
    const all = workspaces();
    const slot = await all.take(bare(one));

    await gate(slot, HARMLESS);

    expect(await tampering(all, slot)).toEqual([]);
  });

  test.each(TAMPERING.flatMap((each) => NEXT.map((next) => [...each, ...next] as const)))(
    'by %j is found (%s), and is gone for the next: %s',
    async (command, found, _who, next) => {
      const all = workspaces();
      const slot = await all.take(bare(one));

      await gate(slot, command);

      expect((await tampering(all, slot)).join()).toContain(found);
      await all.release(slot);
      const after = next(all);
      const again = await after.take(bare(two));
      expect(await tampering(after, again)).toEqual([]);
      expect(await gate(again, 'git status --porcelain; git rev-parse HEAD')).toBe(two);
    },
  );

  test('to branches of the operator is found, but not what was ours or theirs to do', async () => {
    for (const name of ['effort/a', 'effort/b', 'integration', 'worked-on'])
      await repo.git('branch', name, one);
    await repo.git('branch', 'effort/back', two);
    await repo.git('worktree', 'add', '-q', join(directory, 'theirs'), 'worked-on');
    const branch = 'refs/heads/integration' as RefName;
    const moves = new Map<RefName, readonly (Sha | null)[]>();
    const all = workspaces({ ours: { branch, watched: ['refs/intorch/'], moves: () => moves } });
    const slot = await all.take(bare(one));

    // Somebody pushes while the gate runs; nothing is lost by that.
    await repo.git('update-ref', 'refs/heads/effort/a', two);
    await repo.git('update-ref', 'refs/heads/effort/back', one);
    await repo.git('update-ref', '-d', 'refs/heads/effort/b');
    for (const name of ['integration', 'worked-on', 'new'])
      await repo.git('update-ref', `refs/heads/${name}`, two);
    moves.set(branch, [two]);
    await repo.git('update-ref', 'refs/intorch/restore', two);

    expect(await tampering(all, slot)).toEqual([
      'refs/heads/effort/b of the repository is gone',
      'refs/heads/effort/back of the repository moved',
    ]);
  });

  test('cannot be a push, and leaves no trace in the objects of the repository', async () => {
    const before = await repo.objects();
    const slot = await workspaces().take(bare(one));

    const said = await gate(
      slot,
      'echo x > new; git add new; git commit -q -m x; git push 2>&1 | tail -1; git push origin HEAD 2>&1',
    );

    expect(said).toContain("'origin' does not appear to be a git repository");
    expect(await repo.objects()).toEqual(before);
  });
});

describe('a slot whose processes fail', () => {
  test('says why its set-up did not run', async () => {
    const unable = 'it cannot be started: EAGAIN';
    const broken: Processes = {
      ...processes,
      run: async () => ({ exit_code: null, signal: null, timed_out: false, duration_ms: 0, unable }),
    };
    const setup = { command: 'x', key: [], timeout_ms: 1, log: join(directory, 'log') };

    const slot = await workspaces({ processes: broken }).take({ commit: one, setup });

    expect(slot.setup_failed).toBe(`the set-up command "x" did not run: ${unable}`);
  });
});
