/** What a gate does to what is the operator's, for real: the gate's commands run in a slot. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { createProcesses } from '../../src/adapters/execa/process.ts';
import { slots } from '../../src/adapters/slots.ts';
import type { RefName, Sha } from '../../src/domain/shared/ids.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';

const BRANCH = 'refs/heads/phase1/wäve-integration' as RefName;
const SESSION = 'refs/intorch/sessions/wave1/';

let repo: TestRepository;
let home = '';
let first: Sha;
let second: Sha;
beforeEach(async () => {
  home = await temporaryFolder();
  await writeFile(join(home, '.gitconfig'), '[include]\n  path = ~/more\n[user]\n  name = A\n');
  repo = await makeRepository({ main: [{ a: '1\n' }, { a: '2\n' }] });
  second = await repo.tip('main');
  first = (await repo.git('rev-parse', 'main^')) as Sha;
  await repo.git('remote', 'add', 'origin', 'https://example.org/x.git');
  await repo.git('update-ref', BRANCH, first);
  await repo.git('update-ref', `${SESSION}tip`, second);
  await repo.git('worktree', 'add', '-q', '--detach', join(home, 'tree'));
});

/** Returns what is found after shell commands ran beside a slot; `moves`: what this process did to refs meanwhile. */
async function found(command: string, moves = new Map<RefName, readonly (Sha | null)[]>()) {
  const environment = { PATH: process.env['PATH'], HOME: home };
  const processes = createProcesses({ grace_ms: 200, environment });
  const all = slots({
    common_dir: repo.gitDir,
    directory: join(home, 'slots'),
    limit: 1,
    processes,
    env: environment,
    ours: { branch: BRANCH, watched: [SESSION], moves: () => moves },
  });
  const slot = await all.take({ commit: second, setup: null });
  const env = { ...environment, FIRST: first, SECOND: second, BRANCH };
  await promisify(execFile)('sh', ['-ec', command], { cwd: repo.dir, env });
  const { by_gate, by_somebody } = await all.tampering(slot);
  await all.release(slot);
  return [...by_gate.map((what) => `gate: ${what}`), ...by_somebody];
}

const CHANGES: readonly (readonly [command: string, found: readonly string[]])[] = [
  ['git config core.sshCommand ./evil', ['core.sshcommand added to .git/config']],
  ['git config alias.st "!evil"', ['alias.st added to .git/config']],
  ['git config remote.origin.url https://example.com/y.git', ['remote.origin.url changed in .git/config']],
  ['git config --global user.name B', ['user.name changed in ~/.gitconfig']],
  ['git config --file ~/more core.pager evil', ['core.pager added to ~/more']],
  [
    'mkdir -p ~/.config/git; echo "* filter=x" > ~/.config/git/attributes',
    ['~/.config/git/attributes written'],
  ],
  ['git config branch.main.remote https://evil.example', ['branch.main.remote added to .git/config']],
  [
    'git config url.https://me:secret@example.org/.insteadOf x:',
    ['url.https://example.org/.insteadof added to .git/config'],
  ],
  ['git config core.hooksPath /proc', ['core.hookspath added to .git/config']],
  ['git config branch.main.pushRemote x', ['branch.main.pushremote added to .git/config']],
  ['echo "[" >> .git/config', ['.git/config changed']],
  ['touch .git/config.worktree', ['.git/config.worktree written']],
  ['mkdir -p .git/hooks; echo evil > .git/hooks/post-checkout', ['.git/hooks/post-checkout written']],
  ['mkdir -p .git/info; echo "* merge=x" >> .git/info/attributes', ['.git/info/attributes written']],
  ['mkdir -p .git/info; echo "$SECOND" > .git/info/grafts', ['.git/info/grafts written']],
  [
    'mkdir -p .git/objects/info; echo /x > .git/objects/info/alternates',
    ['.git/objects/info/alternates written'],
  ],
  ['echo /elsewhere > .git/commondir', ['.git/commondir written']],
  ['echo "ref: ../../x" > .git/HEAD', ['.git/HEAD changed']],
  ['echo /elsewhere > .git/worktrees/tree/commondir', ['.git/worktrees/tree changed']],
  ['rm -r .git/worktrees/tree', ['.git/worktrees/tree changed']],
  [
    'mkdir -p .git/modules/a/b/hooks; cp .git/HEAD .git/modules/a/b; touch .git/modules/a/b/hooks/x',
    ['.git/modules/a/b/HEAD written', '.git/modules/a/b/hooks/x written'],
  ],
  ['git replace "$SECOND" "$FIRST"', [expect.stringMatching(/^refs\/replace\/\w+ written$/)]],
  [
    'git update-ref "$BRANCH" "$SECOND"',
    [expect.stringMatching(/^refs\/heads\/phase1\/wäve-integration of the repository moved to \w{7}$/)],
  ],
  ['git update-ref -d "$BRANCH"', [`gate: ${BRANCH} of the repository is gone`]],
  [
    'git update-ref refs/intorch/sessions/wave1/tip "$FIRST"',
    [`gate: ${SESSION}tip of the repository moved`],
  ],
  ['echo "$FIRST" > .git/refs/intorch/sessions/wave1/tip', [`gate: ${SESSION}tip of the repository moved`]],
  [
    'git pack-refs --all; git update-ref refs/intorch/sessions/wave1/tip "$FIRST"; git pack-refs --all',
    [`gate: ${SESSION}tip of the repository moved`],
  ],
  [
    'for n in 1 2 3 4 5 6 7 8 9; do git config x.k$n v; done',
    [...['1', '2', '3', '4', '5', '6'].map((n) => `x.k${n} added to .git/config`), '3 more'],
  ],
];

test.each(CHANGES)('what %j changed is named', async (command, expected) => {
  expect(await found(command)).toEqual(expected);
});

test('hooks in a folder that the configuration names are watched, but not those of a working tree', async () => {
  await mkdir(join(home, 'hooks'));
  await repo.git('config', 'core.hooksPath', '~/hooks');
  expect(await found('touch ~/hooks/pre-push')).toEqual(['~/hooks/pre-push written']);

  await repo.git('config', 'core.hooksPath', 'hooks');
  expect(await found('mkdir -p hooks; touch hooks/pre-push')).toEqual([]);
});

test.each([
  [
    'a commit, a switch, a stash and a fetch',
    'git switch -q -c mine; echo x > a; git stash -q; git commit -q --allow-empty -m x',
  ],
  [
    'a branch that follows another, and one that is deleted',
    'git branch -q --track b main; git config branch.c.remote origin; git branch -q -d b',
  ],
  [
    'a worktree that is added, and one that is removed',
    'git worktree add -q --detach ~/new; git worktree remove ~/tree',
  ],
  ['housekeeping', 'git pack-refs --all; git gc -q; git update-server-info'],
  [
    'a file that is written again as it was',
    'cp -p .git/config x; cat x > .git/config; touch .git/hooks; git config a.b c; git config --unset a.b',
  ],
])('%s is nothing', async (_, command) => {
  expect(await found(`git config user.email a@b; true`)).toEqual(['user.email added to .git/config']);
  expect(await found(command)).toEqual([]);
});

test('what this process moves itself is nothing, unless somebody moves it on', async () => {
  const moves = new Map([[BRANCH, [second]]]);
  expect(await found('git update-ref "$BRANCH" "$SECOND"', moves)).toEqual([]);
  expect(await found('git update-ref "$BRANCH" "$FIRST"', moves)).toEqual([
    `gate: ${BRANCH} of the repository moved`,
  ]);
});
