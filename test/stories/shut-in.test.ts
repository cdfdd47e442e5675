/** Gates that are shut in: what a branch tries against the repository, the engine and other workspaces comes to nothing. */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseUnconfined } from '../../src/cli/repository/sandbox-for.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { testShutIn } from '../support/sandbox.ts';
import { begin, openTestRepository, type Story, takeUpAgain } from '../support/session.ts';
import { configured, effort, integrated, makeWorld, operatorsOwn, reportOf } from '../support/stories.ts';

const GATE = 'gates:\n  - { name: test, command: sh gate.sh, parser: exit, retries: 0 }\n';
const shutIn = (more = GATE) => configured(`sandbox: { mode: required }\n${more}`);

const verdicts = (story: Story) =>
  story.state().gate_runs.map(({ subject, verdict, because }) => [subject.kind, verdict, because]);

/** Returns a folder with a bubblewrap that the machine forbids, first on the PATH. */
async function forbidden(): Promise<Readonly<Record<string, string>>> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'bwrap'), '#!/bin/sh\necho "bwrap: forbidden here" >&2\nexit 1\n');
  await chmod(join(folder, 'bwrap'), 0o755);
  return { PATH: `${folder}:${process.env['PATH']}` };
}

/** Returns the names of the sessions in a repository. */
const sessionsIn = (repo: TestRepository) =>
  readdir(join(repo.gitDir, 'intorch', 'sessions')).catch(() => []);

testShutIn('what a gate does to repository, engine and home is not done', async () => {
  const home = await temporaryFolder();
  await mkdir(join(home, '.ssh'));
  await writeFile(join(home, '.ssh', 'id'), 'a key\n');
  const repo = await makeWorld(
    { 'gate.sh': 'true\n' },
    { 'effort/one': { from: 'main', commits: [{ a: 'a\n' }] } },
    {
      config: shutIn(),
    },
  );
  const attack = [
    `R=${repo.gitDir}`,
    '{',
    'git --git-dir=$R config core.sshCommand evil; echo evil >$R/config; mkdir -p $R/hooks; echo evil >$R/hooks/post-checkout',
    'chmod -R u+w $R/objects; for each in $R/objects/??/*; do echo BACKDOOR >$each; done',
    'rm -rf $R/refs $R/objects $R/intorch; echo evil >$HOME/.bashrc',
    'rm -f ../slot-1.json ../slot-1.files; mv "$PWD" "$PWD.moved"; ln -s /etc "$PWD"',
    '} >/dev/null 2>&1',
    'ls $R/intorch $HOME/.ssh ..',
    `cat /proc/*/environ | tr '\\0' '\\n' | grep VITEST`,
    'exit 0',
  ].join('\n');
  await repo.grow({ 'effort/two': effort({ 'gate.sh': attack }) });
  const before = await operatorsOwn(repo);

  const story = await begin(repo, { HOME: home });
  await story.work('recommended');

  expect(verdicts(story).map(([kind, verdict]) => [kind, verdict])).toEqual([
    ['effort', 'passed'],
    ['effort', 'passed'],
    ['final', 'passed'],
  ]);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await operatorsOwn(repo)).toBe(before);
  expect(await repo.git('fsck', '--strict')).toBe('');
  expect(await readdir(home)).toEqual(['.ssh']);
  const log = await story.live.ports.files.read(story.state().gate_runs[1]?.log ?? '');
  expect(log).not.toMatch(/engine|sessions|slot-1\.|VITEST|^id$/m);
});

testShutIn('git works in a workspace that borrows objects, and set-up fills it', async () => {
  const lib = await makeRepository({ main: [{ 'lib.txt': 'v1\n' }] });
  const config = shutIn(`${GATE}worktree: { setup: 'cp vendor/lib/lib.txt installed' }\n`);
  const files = {
    '.gitmodules': `[submodule "lib"]\n\tpath = vendor/lib\n\turl = ${lib.dir}\n`,
    'vendor/lib': { mode: '160000', text: await lib.tip('main') } as const,
    '.gitignore': 'installed\n',
    'gate.sh':
      'set -e\ngit log --oneline main | grep .\ngit -C vendor/lib show HEAD:lib.txt | cmp - installed\ntest -z "$(git status --porcelain)"\n',
  };
  const repo = await makeWorld(files, { 'effort/one': effort({ a: 'a\n' }) }, { config });
  await repo.git('clone', '--quiet', '--bare', lib.gitDir, `${repo.gitDir}/modules/lib`);

  const story = await integrated(repo);

  expect(verdicts(story).map(([kind, verdict]) => [kind, verdict])).toEqual([
    ['effort', 'passed'],
    ['final', 'passed'],
  ]);
  expect(story.state().end?.outcome).toBe('LANDED');
});

testShutIn('where this machine can, auto shuts in; the plan says so', async () => {
  const config = configured(`sandbox: { mode: auto }\n${GATE}`);
  const repo = await makeWorld(
    { 'gate.sh': `test ! -e ${process.cwd()}/src\n` },
    { 'effort/one': effort({ a: 'a\n' }) },
    { config },
  );

  const story = await integrated(repo);

  expect(story.state().settings.sandbox.mode).toBe('required');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await reportOf(story, 'INTEGRATION_PLAN.md')).toContain('| offline |');
});

it('where gates are to be shut in and cannot be, nothing begins', async () => {
  const repo = await makeWorld(
    { 'gate.sh': 'true\n' },
    { 'effort/one': effort({ a: 'a\n' }) },
    { config: shutIn() },
  );

  await expect(begin(repo, await forbidden())).rejects.toMatchObject({
    code: 'SANDBOX_MISSING',
    message: 'Cannot shut gates in: bubblewrap does not work here: bwrap: forbidden here',
    remedy: 'Install bubblewrap, name a wrapper under sandbox.command, or set sandbox.mode: off',
  });

  expect(await sessionsIn(repo)).toEqual([]);
});

it('where this machine cannot, auto runs gates without, and says so', async () => {
  const config = configured(`sandbox: { mode: auto }\n${GATE}`);
  const repo = await makeWorld({ 'gate.sh': 'true\n' }, { 'effort/one': effort({ a: 'a\n' }) }, { config });

  const story = await begin(repo, await forbidden());
  await story.work('recommended');

  expect(story.state().settings.sandbox.mode).toBe('off');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await reportOf(story, 'INTEGRATION_PLAN.md')).toContain('| off |');
});

it('a gate that is to be shut in is never run without', async () => {
  const config = configured(GATE.replace('retries: 0', 'retries: 0, sandbox: offline'));
  const repo = await makeWorld({ 'gate.sh': 'true\n' }, { 'effort/one': effort({ a: 'a\n' }) }, { config });

  await expect(begin(repo, await forbidden())).rejects.toMatchObject({ code: 'SANDBOX_MISSING' });

  expect(await sessionsIn(repo)).toEqual([]);
});

testShutIn('a session goes on only where its gates can be shut in as before', async () => {
  const repo = await makeWorld(
    { 'gate.sh': 'true\n' },
    { 'effort/one': effort({ a: 'a\n' }) },
    { config: shutIn() },
  );
  const { repository, live } = await begin(repo);
  await live.close();
  const elsewhere = await openTestRepository(repo, await forbidden());

  await expect(refuseUnconfined(elsewhere, live.id)).rejects.toMatchObject({ code: 'SANDBOX_MISSING' });
  await expect(refuseUnconfined(repository, live.id)).resolves.toBeUndefined();

  const story = await takeUpAgain({ repository: elsewhere, live });
  await story.work('recommended');
  expect(verdicts(story)[0]).toEqual([
    'effort',
    'did_not_run',
    'it cannot be shut in: bubblewrap does not work here: bwrap: forbidden here',
  ]);
});
