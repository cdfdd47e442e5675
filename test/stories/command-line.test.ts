/** The flow by commands: what they print, what they leave, and with which status they end. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Question } from '../../src/domain/integration/question.ts';
import type { SessionId } from '../../src/domain/shared/ids.ts';
import { runCli } from '../support/cli.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { openTestRepository } from '../support/session.ts';
import { cli, configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';
import { transcript } from '../support/transcript.ts';

const BRANCH = 'phase1/wave1-integration';
const TWO = { 'effort/a': effort({ 'a.txt': 'a\n' }), 'effort/b': effort({ 'b.txt': 'b\n' }) };
const CLASH = {
  'effort/a': effort({ 'song.txt': 'uno\n' }),
  'effort/b': effort({ 'song.txt': 'eins\n' }),
  'effort/c': effort({ 'c.txt': 'c\n' }),
};

const clashing = () => makeWorld({ 'song.txt': 'one\n' }, CLASH);

it('prints one JSON object a line, and a summary with the exit status at the end', async () => {
  const repo = await makeWorld({}, TWO);

  const { status, out, err } = await cli(repo, 'run', '--json');

  expect([status, err]).toEqual([0, '']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const summary = lines.at(-1);
  expect(summary).toMatchObject({
    type: 'summary',
    outcome: 'LANDED',
    landed: true,
    merged: ['a', 'b'],
    exit_status: 0,
    commit: await repo.tip('main'),
  });
  expect(summary?.['reports']).toEqual(
    expect.arrayContaining(
      ['INTEGRATION_PLAN.md', 'CONFLICT_ANALYSIS.md', 'INTEGRATION_REPORT.md'].map((name) =>
        expect.stringContaining(`/reports/${name}`),
      ),
    ),
  );
  expect(lines.filter(({ type }) => type === 'summary')).toHaveLength(1);
  expect(lines.slice(0, -1).every(({ type, at }) => typeof type === 'string' && typeof at === 'string')).toBe(
    true,
  );
  expect(lines.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['plan_made', 'effort_merged', 'gate_finished', 'landed']),
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('prints one line per change, and where the reports are', async () => {
  const repo = await makeWorld({}, TWO);

  const { out } = await cli(repo, 'run');

  expect(out).toMatch(/wave-1 {2,}0\/2 {2}planned {4}2 efforts/);
  expect(out).toMatch(/merged {5}a {2}\+1 -0/);
  expect(out).toMatch(/landed {5}main/);
  expect(out).toMatch(/report: .*INTEGRATION_REPORT\.md/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('ends with 3 where a decision is needed, says which, and goes on with resume', async () => {
  const repo = await clashing();

  const first = await cli(repo, 'run');
  expect(first.status).toBe(3);
  expect(first.out).toMatch(/waits for a decision: song\.txt/);
  const status = await cli(repo, 'status');
  expect(status.out).toMatch(/waits for +song\.txt/);
  expect(status.out).toMatch(/engine +not running; continue with: intorch tui or intorch resume/);
  const report = await cli(repo, 'report');
  expect(report.out).toContain('Integration Conflict Resolution Required');
  expect(JSON.parse((await cli(repo, 'report', '--json')).out)).toMatchObject({
    outcome: null,
    readiness: { status: 'Blocked' },
    conflicts: { open: 1 },
  });
  expect((await cli(repo, 'report', 'status')).out).toMatch(
    /^Integration Status Report:\n---\nTO: Orchestrator Lead\n.*\nINTEGRATION_STATUS: Blocked\n/,
  );

  const second = await cli(repo, 'resume', '--decide', 'recommended');

  expect(second.status).toBe(0);
  expect(second.out).not.toMatch(/planned/);
  expect((await cli(repo, 'status')).out).toMatch(/LANDED/);
  expect((await cli(repo, 'report')).out).toContain('# Integration Report');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/c      |                                    | new: c
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/c      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/a      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/b     | update-ref                         | new: C
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

/** Returns the one question that waits, as `intorch decide --json` shows it. */
async function askedIn(repo: TestRepository): Promise<Question> {
  const { out } = await cli(repo, 'decide', '--json');
  return JSON.parse(out).questions[0];
}

it('is decided from a shell where nobody drives it: the answer is saved, and nothing runs before resume', async () => {
  const repo = await clashing();
  await cli(repo, 'run');
  const { id, choices } = await askedIn(repo);
  const tip = await repo.tip(BRANCH);
  expect(choices.map((choice) => choice.id)).toContain('take_incoming');

  const decided = await cli(repo, 'decide', id, 'take_incoming');

  expect(decided).toMatchObject({ status: 0, err: '' });
  expect(decided.out).toMatch(/^Decided: .+\nGo on with: intorch resume\n$/);
  expect(await repo.tip(BRANCH)).toBe(tip);
  expect(JSON.parse((await cli(repo, 'status', '--json')).out)).toMatchObject({
    stage: 'INTEGRATING',
    question: null,
    driver: null,
    next_action: { kind: 'resume', command: 'intorch resume' },
  });
  expect(await cli(repo, 'decide', id, 'take_incoming')).toMatchObject({ status: 1 });
  expect((await cli(repo, 'resume')).status).toBe(0);
  expect(await repo.git('show', 'main:song.txt')).toBe('eins');
  expect(JSON.parse((await cli(repo, 'status', '--json')).out).next_action).toEqual({
    kind: 'none',
    command: null,
  });
});

it('lets a script edit a conflict by hand, with its own editor', async () => {
  const repo = await clashing();
  await cli(repo, 'run');
  await cli(repo, 'decide', (await askedIn(repo)).id, 'edit');
  expect((await cli(repo, 'resume')).status).toBe(3);
  const { id, kind, facts } = await askedIn(repo);
  expect(kind).toBe('edit');
  const file = facts.flatMap((fact) => (fact.kind === 'edited_file' ? [fact.file] : []))[0] ?? '';
  await writeFile(file, 'uno und eins\n');

  expect(await cli(repo, 'decide', id, 'done')).toMatchObject({ status: 0 });

  expect((await cli(repo, 'resume')).status).toBe(0);
  expect(await repo.git('show', 'main:song.txt')).toBe('uno und eins');
});

it('answers a failure outside as it stands, without trying again before', async () => {
  const repo = await makeWorld({}, { ...TWO, [BRANCH]: effort({ 'theirs.txt': 'theirs\n' }) });
  expect((await cli(repo, 'run')).status).toBe(1);
  const { id, kind } = await askedIn(repo);
  expect(kind).toBe('trouble');

  expect(await cli(repo, 'decide', id, 'pause')).toMatchObject({
    status: 0,
    out: 'Decided: Pause here\nGo on with: intorch resume\n',
  });

  expect((await cli(repo, 'decide')).out).toBe(
    'No open question: the session is paused; go on with: intorch resume\n',
  );
});

it('warns of an unfinished session, keeps it in the history, and starts a new one', async () => {
  const repo = await clashing();
  await cli(repo, 'run');

  const again = await cli(repo, 'run', '--decide', 'recommended');

  expect(again.status).toBe(0);
  expect(again.err).toMatch(
    /Note: session wave1-\S+ is unfinished \(INTEGRATING, 2 of 3 merged\); this run ends it/,
  );
  const repository = await openTestRepository(repo);
  expect((await repository.sessions.list()).map(({ summary }) => summary.split(',')[0])).toEqual([
    'FINISHED LANDED',
    'FINISHED SUPERSEDED',
  ]);
  expect((await cli(repo, 'resume')).status).toBe(2);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                       | command                            | outcome
    <session>/restore/start   | update-ref                         | new: start
    <session>/efforts/c       |                                    | new: c
    <session>/efforts/a       |                                    | new: a
    <session>/efforts/b       |                                    | new: b
    <session>/tip             |                                    | new: start
    phase1/wave1-integration  |                                    | new: start
    <session>/restore/c       | update-ref                         | new: start
    <session>/tip             |                                    | start → A
    phase1/wave1-integration  |                                    | start → A
    <session>/restore/a       | update-ref                         | new: A
    <session>/tip             |                                    | A → B
    phase1/wave1-integration  |                                    | A → B
    <session>/evidence/b      | update-ref                         | new: C
    <session 2>/restore/start | update-ref                         | new: start, refused
    <session 2>/efforts/c     |                                    | new: c, refused
    <session 2>/efforts/a     |                                    | new: a, refused
    <session 2>/efforts/b     |                                    | new: b, refused
    <session 2>/saved/B       |                                    | new: B, refused
    <session 2>/tip           |                                    | B → start, refused
    phase1/wave1-integration  |                                    | B → start, refused
    <session 2>/restore/start | update-ref                         | new: start
    <session 2>/efforts/c     |                                    | new: c
    <session 2>/efforts/a     |                                    | new: a
    <session 2>/efforts/b     |                                    | new: b
    <session 2>/saved/B       |                                    | new: B
    <session 2>/tip           |                                    | new: start
    phase1/wave1-integration  |                                    | B → start
    <session 2>/restore/c     | update-ref                         | new: start
    <session 2>/tip           |                                    | start → D
    phase1/wave1-integration  |                                    | start → D
    <session 2>/restore/a     | update-ref                         | new: D
    <session 2>/tip           |                                    | D → E
    phase1/wave1-integration  |                                    | D → E
    <session 2>/evidence/b    | update-ref                         | new: C
    main                      | update-ref                         | start → E
    <slot>                    | init                               | ok
    <slot>                    | checkout --force --detach <commit> | ok
    <slot>                    | clean -ffdq                        | ok
  `);
});

it('takes the unfinished session up with run --resume, and starts one where there is none', async () => {
  const repo = await clashing();
  const fresh = await cli(repo, 'run', '--resume');
  expect(fresh.status).toBe(3);

  const again = await cli(repo, 'run', '--resume', '--decide', 'recommended', '--efforts', 'effort/a');

  expect(again.status).toBe(0);
  expect(again.err).toMatch(
    /^Note: --efforts counts for a new session only: this one was started with efforts effort\/\*/,
  );
  expect(again.out).toContain('2 efforts merged: c, a');
  expect((await (await openTestRepository(repo)).sessions.list()).length).toBe(1);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/c      |                                    | new: c
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/c      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/a      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/b     | update-ref                         | new: C
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('has nothing to resume, to roll back or to report where nothing was integrated', async () => {
  const repo = await makeWorld({}, TWO);

  const said = [
    await cli(repo, 'resume'),
    await cli(repo, 'rollback'),
    await cli(repo, 'report'),
    await cli(repo, 'checkpoint', 'ls'),
    await cli(repo, 'decide'),
    await cli(repo, 'decide', 'land-12345678', 'land'),
    await cli(repo, 'status'),
  ];

  expect(said.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 2, 0]);
  for (const { err } of said.slice(0, -1)) expect(err).toMatch(/^✖ .+\n {2}.+\n$/);
  expect(said.at(-1)?.out).toBe('Nothing has been integrated here yet. Start with: intorch tui\n');
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('ends with 1 where nothing shows that it works, and 0 where there is nothing to do', async () => {
  const repo = await makeWorld({}, TWO, { config: configured('gates: []\n') });
  expect((await cli(repo, 'run')).status).toBe(1);

  expect((await cli(repo, 'run', '--efforts', 'effort/none*')).status).toBe(0);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/a      |            | new: a
    <session>/efforts/b      |            | new: b
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/a      | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/restore/b      | update-ref | new: A
    <session>/tip            |            | A → B
    phase1/wave1-integration |            | A → B
  `);
});

it('ends with 65 and the line where the configuration is wrong', async () => {
  const repo = await makeWorld({}, TWO, { config: 'target: main\nefforts:\n  paterns: [x]\n' });

  const { status, err } = await cli(repo, 'run');

  expect(status).toBe(65);
  expect(err).toContain(
    'intorch.yaml:3:3: efforts.paterns is no key of intorch.yaml; did you mean patterns?',
  );
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('ends with 2 outside of a repository and at a word it does not know', async () => {
  const folder = await temporaryFolder();

  expect(await cli({ dir: folder }, 'run')).toMatchObject({
    status: 2,
    err: expect.stringMatching(/not.*git repository/i),
  });
  expect(await cli({ dir: folder }, 'run', '--landing')).toMatchObject({ status: 2 });
  expect(await cli({ dir: folder }, 'integrate')).toMatchObject({ status: 2 });
  expect(await transcript({ dir: folder })).toMatchInlineSnapshot(`nothing was written`);
});

it('ends with 69 where git is missing', async () => {
  const repo = await makeWorld({}, TWO);

  const { status, err } = await runCli(['run'], { directory: repo.dir, env: { PATH: '/nonexistent' } });

  expect([status, err]).toEqual([69, expect.stringMatching(/git/)]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('ends with 75 and names who is at work, where somebody is', async () => {
  const repo = await makeWorld({}, TWO);
  const { lock } = await openTestRepository(repo);
  await lock.take({
    pid: process.pid,
    host: 'here',
    started_at: '2026-01-05T09:00:00.000Z' as never,
    session_id: 'wave1-x' as SessionId,
    role: 'engine',
  });
  onTestFinished(() => lock.release());

  for (const command of ['run', 'resume', 'rollback']) {
    const { status, err } = await cli(repo, command);
    expect([command, status]).toEqual([command, 75]);
    expect(err).toContain(`engine with pid ${process.pid} on here`);
  }
  expect((await cli(repo, 'plan')).status).toBe(0);
  expect(await transcript(repo)).toMatchInlineSnapshot(`nothing was written`);
});

it('ends with 130 when it is interrupted, with everything saved to go on', async () => {
  const folder = await temporaryFolder();
  const wait = `touch ${folder}/begun; while [ ! -e ${folder}/go ]; do sleep 0.02; done`;
  const repo = await makeWorld({}, TWO, {
    config: configured(`gates: [{ name: slow, command: '${wait}', parser: exit, when: final }]\n`),
  });
  const running = cli(repo, 'run');
  const deadline = Date.now() + 30_000;
  for (;;) {
    const begun = await access(join(folder, 'begun')).then(
      () => true,
      () => false,
    );
    if (begun || Date.now() > deadline) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.emit('SIGTERM', 'SIGTERM');

  const { status, out } = await running;

  expect(status).toBe(130);
  expect(out).toMatch(/not finished[\s\S]*go on with: intorch resume/);
  await writeFile(join(folder, 'go'), '');
  expect((await cli(repo, 'resume')).status).toBe(0);
  expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('b.txt');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('does what the flags say over what the file says', async () => {
  const repo = await makeWorld(
    {},
    { ...TWO, 'topic/x': effort({ 'x.txt': 'x\n' }), release: effort({ 'r.txt': 'r\n' }) },
  );

  const { status } = await cli(
    repo,
    'run',
    '--efforts',
    'effort/a,topic/*',
    '--onto',
    'release',
    '--gate',
    'test=test -e r.txt',
  );

  expect(status).toBe(0);
  expect((await repo.git('ls-tree', '--name-only', 'release')).split('\n')).toEqual([
    'a.txt',
    'intorch.yaml',
    'r.txt',
    'x.txt',
  ]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/x      |                                    | new: x
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/x      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    release                  | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('does not land when told so, neither in a run nor when it goes on', async () => {
  const repo = await clashing();
  const before = await repo.tip('main');
  await cli(repo, 'run');

  const { status, out } = await cli(repo, 'resume', '--no-land', '--decide', 'recommended');

  expect(status).toBe(0);
  expect(out).toMatch(/finish with: git /);
  expect(await repo.tip('main')).toBe(before);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/c      |                                    | new: c
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/c      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/a      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/evidence/b     | update-ref                         | new: C
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says what a roll back takes back, and does it with --yes only', async () => {
  const repo = await makeWorld({}, TWO, { config: configured(`landing: { mode: hold }\n${ONE_GATE}`) });
  await cli(repo, 'run');
  const tip = await repo.tip(BRANCH);

  const asked = await cli(repo, 'rollback');
  expect(asked.status).toBe(3);
  expect(asked.out).toContain('takes back 2 merges (a, b)');
  expect(asked.out).toContain('intorch rollback --yes');
  expect(await repo.tip(BRANCH)).toBe(tip);

  const partly = await cli(repo, 'rollback', '--to', 'b', '--yes');
  expect(partly.status).toBe(0);
  expect(partly.out).toContain('takes back 1 merge (b)');
  expect(await repo.git('ls-tree', '--name-only', BRANCH)).toBe('a.txt\nintorch.yaml');

  const wrong = await cli(repo, 'rollback', '--to', 'nonsense', '--yes');
  expect(wrong.status).toBe(2);
  expect(wrong.err).toMatch(/no restore point nonsense; there are: .*start/);

  const all = await cli(repo, 'rollback', '--yes');
  expect(all.status).toBe(0);
  expect(await repo.tip(BRANCH)).toBe(await repo.tip('main'));
  expect((await cli(repo, 'rollback', '--yes')).err).toContain('it is rolled back already');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <session>/saved/B        | update-ref                         | new: B
    <session>/tip            |                                    | B → A
    phase1/wave1-integration |                                    | B → A
    <session>/saved/A        | update-ref                         | new: A
    <session>/tip            |                                    | A → start
    phase1/wave1-integration |                                    | A → start
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('says why a roll back could not be done', async () => {
  const repo = await makeWorld({}, TWO, { config: configured(`landing: { mode: hold }\n${ONE_GATE}`) });
  await cli(repo, 'run');
  const folder = await temporaryFolder();
  await repo.git('worktree', 'add', '--quiet', join(folder, 'look'), BRANCH);

  const { status, err } = await cli(repo, 'rollback', '--yes');

  expect([status, err]).toEqual([
    1,
    expect.stringContaining(`${BRANCH} is checked out in ${join(folder, 'look')}`),
  ]);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('refuses to roll back what has landed, and says what to do instead', async () => {
  const repo = await makeWorld({}, TWO);
  await cli(repo, 'run');

  const { status, err } = await cli(repo, 'rollback', '--yes');

  expect(status).toBe(1);
  expect(err).toMatch(/main has moved to .*git revert/);
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command                            | outcome
    <session>/restore/start  | update-ref                         | new: start
    <session>/efforts/a      |                                    | new: a
    <session>/efforts/b      |                                    | new: b
    <session>/tip            |                                    | new: start
    phase1/wave1-integration |                                    | new: start
    <session>/restore/a      | update-ref                         | new: start
    <session>/tip            |                                    | start → A
    phase1/wave1-integration |                                    | start → A
    <session>/restore/b      | update-ref                         | new: A
    <session>/tip            |                                    | A → B
    phase1/wave1-integration |                                    | A → B
    main                     | update-ref                         | start → B
    <slot>                   | init                               | ok
    <slot>                   | checkout --force --detach <commit> | ok
    <slot>                   | clean -ffdq                        | ok
  `);
});

it('lists, shows and verifies checkpoints', async () => {
  const repo = await clashing();
  await cli(repo, 'run');

  const list = await cli(repo, 'checkpoint', 'ls');
  const name = /orchestrator-integration-\S+\.yaml/.exec(list.out)?.[0] ?? '';
  const shown = await cli(repo, 'checkpoint', 'show', name);
  const verified = await cli(repo, 'checkpoint', 'verify');

  expect([list.status, shown.status, verified.status]).toEqual([0, 0, 0]);
  expect(shown.out).toMatch(/^integration_checkpoint:/m);
  expect(shown.out).toContain('efforts_included:');
  expect(await transcript(repo)).toMatchInlineSnapshot(`
    ref                      | command    | outcome
    <session>/restore/start  | update-ref | new: start
    <session>/efforts/c      |            | new: c
    <session>/efforts/a      |            | new: a
    <session>/efforts/b      |            | new: b
    <session>/tip            |            | new: start
    phase1/wave1-integration |            | new: start
    <session>/restore/c      | update-ref | new: start
    <session>/tip            |            | start → A
    phase1/wave1-integration |            | start → A
    <session>/restore/a      | update-ref | new: A
    <session>/tip            |            | A → B
    phase1/wave1-integration |            | A → B
    <session>/evidence/b     | update-ref | new: C
  `);
});
