/** Pipelines on a real repository, with real programs, from the file to what is kept of the run. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { makeRepository, type RepositoryOptions } from '../support/repository.ts';

interface Step {
  readonly id: string;
  readonly [field: string]: unknown;
}

const sh = (id: string, command: string, rest: object = {}): Step => ({ id, command, shell: true, ...rest });

async function place(options: RepositoryOptions = {}) {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] }, options);
  const call = (...words: readonly string[]) =>
    runCli(['pipeline', ...words], { directory: repo.dir, env: { PATH: process.env['PATH'] } });
  const write = (steps: readonly Step[], globals: object = {}, name = 'p.json') =>
    writeFileSync(join(repo.dir, name), JSON.stringify({ plan_id: 'TEST', globals, steps }, null, 1));
  const json = async (...words: readonly string[]) => JSON.parse((await call(...words, '--json')).out);
  const newest = async () => (await json('runs')).runs[0].run_id as string;
  const shown = async () => json('show', await newest());
  const states = async () =>
    Object.fromEntries(
      ((await shown()).steps as readonly { step_id: string; state: string }[]).map(({ step_id, state }) => [
        step_id,
        state,
      ]),
    );
  const inTree = (name: string) => join(repo.dir, name);
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await wait(10);
  };
  return { repo, call, write, json, newest, shown, states, inTree, until };
}

/** Times and names of runs are others each time. */
const steady = (text: string) =>
  text
    .replaceAll(/TEST-\d{8}-\d{6}/g, 'RUN')
    .replaceAll(/^\d\d:\d\d:\d\d/gm, 'TIME')
    .replaceAll(/\d+\.\d s/g, '0.0 s');

describe('a run', () => {
  it('tells what happens, ends with the status of its pipeline, and is shown afterwards', async () => {
    const { call, write, json, newest } = await place();
    write([sh('build', 'echo built ${WHAT}'), { id: 'test', command: 'true', depends_on: ['build'] }]);

    const { status, out } = await call('run', 'p.json', '--var', 'WHAT=it');

    expect(status).toBe(0);
    expect(steady(out)).toMatchInlineSnapshot(`
      "TIME  RUN created
      TIME  RUN started
      TIME  build started
      TIME  build succeeded
      TIME  test started
      TIME  test succeeded
      TIME  RUN is over: succeeded
      RUN  TEST 1.0: succeeded, 100 % of 2 steps in 0.0 s
        build  SUCCEEDED  0.0 s
        test   SUCCEEDED  0.0 s
      "
    `);
    expect((await json('runs')).runs).toMatchObject([{ state: 'succeeded', next_action: { kind: 'none' } }]);
    expect(steady((await call('show', await newest())).out)).toContain('RUN  TEST 1.0: succeeded, 100 %');
    const events = (await call('events', await newest(), '--after', '6', '--json')).out.trim().split('\n');
    expect(events.map((line) => JSON.parse(line))).toMatchObject([
      { sequence: 7, type: 'run_completed', exit_code: 0, because: 'succeeded' },
    ]);
  });

  it('goes on beside another one of the same repository', async () => {
    const { call, write, json } = await place();
    write(Array.from({ length: 20 }, (_, index) => ({ id: `s${index}`, command: 'true' })));

    const all = await Promise.all([1, 2, 3].map(() => call('run', 'p.json')));

    expect(all.map(({ status, err }) => [status, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    expect((await json('runs', '--state', 'succeeded')).runs).toHaveLength(3);
  });

  it('that fails says so in every form, and what comes next', async () => {
    const { call, write, shown, json } = await place();
    write([sh('a', 'exit 3', { retries: 1 }), sh('b', 'true', { depends_on: ['a'] })]);

    const { status, out } = await call('run', 'p.json', '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const run = await shown();

    expect(status).toBe(1);
    expect(lines.map(({ type }) => type)).toEqual([
      'run_created',
      'run_started',
      'step_started',
      'step_retry',
      'step_started',
      'step_failed',
      'step_cancelled',
      'run_completed',
      'run',
    ]);
    expect(lines.at(-1)).toEqual(run);
    expect(run).toMatchObject({
      state: 'failed',
      progress_pct: 0,
      exit_code: 1,
      failed: ['a'],
      steps: [
        { state: 'FAILED', because: 'exit status 3', attempts: [{ attempt: 1 }, { attempt: 2 }] },
        { state: 'CANCELLED', because: 'a failed', attempts: [] },
      ],
      next_action: { kind: 'retry', command: `intorch pipeline resume ${run.run_id}` },
    });
    expect((await json('runs', '--state', 'succeeded')).runs).toEqual([]);
    expect((await json('runs', '--state', 'failed', '--plan', 'TEST')).runs).toHaveLength(1);
  });

  it('keeps its events as JSON lines in its folder, and its state in the tree only where it asks for that', async () => {
    const { repo, call, write, newest, inTree } = await place();
    write([sh('a', 'true')]);
    await call('run', 'p.json');
    const log = join(repo.gitDir, 'intorch', 'pipelines', await newest(), 'events.jsonl');

    expect(
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toContain('step_succeeded');
    expect(existsSync(inTree('.state'))).toBe(false);

    write([sh('a', 'true')], { state_files: true }, 'kept.json');
    await call('run', 'kept.json');
    const [file = ''] = readdirSync(inTree('.state/kept'));
    expect(JSON.parse(readFileSync(inTree(`.state/kept/${file}`), 'utf8'))).toMatchObject({
      state: 'succeeded',
    });
  });

  it('needs a git repository and nothing else: a bare one does', async () => {
    const { repo, call, write } = await place({ bare: true });
    write([sh('where', 'pwd')]);

    expect((await call('run', 'p.json')).status).toBe(0);
    const [run = ''] = readdirSync(join(repo.gitDir, 'intorch', 'pipelines'));
    const log = join(repo.gitDir, 'intorch', 'pipelines', run, 'logs', 'where.1.log');
    expect(readFileSync(log, 'utf8').trim()).toBe(repo.dir);
  });
});

describe('faults that others had', () => {
  it('a file with a circle is refused before anything is kept of it', async () => {
    const { call, write, json } = await place();
    write([sh('a', 'true', { depends_on: ['b'] }), sh('b', 'true', { depends_on: ['a'] })]);

    const { status, err } = await call('run', 'p.json');

    expect([status, err]).toEqual([65, expect.stringContaining('in a circle: a → b → a')]);
    expect((await json('check', 'p.json')).problems).toHaveLength(1);
    expect((await json('runs')).runs).toEqual([]);
  });

  it('a program that is not there fails its step; nothing runs with holes', async () => {
    const { call, write, shown } = await place();
    write([{ id: 'a', command: 'no-such-program' }, sh('b', 'touch ran', { depends_on: ['a'] })]);

    expect((await call('run', 'p.json')).status).toBe(1);
    expect((await shown()).steps[0]).toMatchObject({
      state: 'FAILED',
      because: 'it cannot be started: ENOENT',
    });
  });

  it('branches run at once: each waits for a file of the other', async () => {
    const { call, write, states } = await place();
    const meet = (own: string, other: string) =>
      sh(own, `touch ${own}; until test -e ${other}; do sleep 0.01; done`);
    write([meet('left', 'right'), meet('right', 'left')]);

    await call('run', 'p.json');

    expect(await states()).toEqual({ left: 'SUCCEEDED', right: 'SUCCEEDED' });
  });

  it('dependencies count also where the limit leaves room for all', async () => {
    const { call, write, inTree } = await place();
    const say = (id: string, depends_on: readonly string[]) => sh(id, `echo ${id} >>order`, { depends_on });
    write([say('c', ['b']), say('b', ['a']), say('a', [])], { max_concurrency: 9 });

    await call('run', 'p.json');

    expect(readFileSync(inTree('order'), 'utf8')).toBe('a\nb\nc\n');
  });

  it('a step that went well without leaving what it should has failed', async () => {
    const { call, write, shown } = await place();
    write([sh('pack', 'true', { artifacts: ['dist/app.tgz'] })]);

    expect((await call('run', 'p.json')).status).toBe(1);
    expect((await shown()).steps[0].because).toBe('it left no dist/app.tgz');
  });
});

describe('a value', () => {
  const HOSTILE = `x"; touch hacked; $(touch hacked) \`touch hacked\` '; touch hacked; '`;

  it('is one word or a variable of the shell, whatever is in it', async () => {
    const { repo, call, write, inTree, newest } = await place();
    write([
      { id: 'plain', command: 'printf', args: ['%s', '${V}'] },
      sh('shell', 'printf %s "${V}" ; printf " %s" $V >/dev/null'),
      sh('words', 'printf %s "$1"', { args: ['${V}'] }),
    ]);

    expect((await call('run', 'p.json', '--var', `V=${HOSTILE}`)).status).toBe(0);
    const logs = join(repo.gitDir, 'intorch', 'pipelines', await newest(), 'logs');
    for (const step of ['plain', 'shell', 'words'])
      expect(readFileSync(join(logs, `${step}.1.log`), 'utf8')).toBe(HOSTILE);
    expect(existsSync(inTree('hacked'))).toBe(false);
  });

  it('comes from a file of variables, and --var counts more', async () => {
    const { call, write, inTree } = await place();
    writeFileSync(inTree('vars'), '# comment\nA=of the file\nB=of = the file\n');
    write([{ id: 'a', command: 'sh', args: ['-c', 'echo "$1|$2" >said', 'x', '${A}', '${B}'] }]);

    await call('run', 'p.json', '--var-file', 'vars', '--var', 'A=given');

    expect(readFileSync(inTree('said'), 'utf8')).toBe('given|of = the file\n');
  });
});

describe('somebody else', () => {
  it('cancels a run that is driven elsewhere; what always runs is run', async () => {
    const { call, write, newest, states, inTree, until, json } = await place();
    write([
      sh('long', 'touch begun; sleep 60'),
      sh('after', 'true', { depends_on: ['long'] }),
      sh('unlock', 'touch unlocked', { depends_on: ['after'], condition: 'always()' }),
    ]);
    const running = call('run', 'p.json');
    await until(() => existsSync(inTree('begun')));
    const id = await newest();

    expect((await json('runs')).runs).toMatchObject([{ state: 'running', next_action: { kind: 'wait' } }]);
    const refused = await call('resume', id);
    expect([refused.status, refused.err]).toEqual([
      75,
      expect.stringMatching(/Somebody drives .*run with pid \d+/),
    ]);
    expect((await call('cancel', id)).out).toMatch(/is being cancelled by run with pid/);

    expect((await running).status).toBe(1);
    expect(await states()).toEqual({ long: 'CANCELLED', after: 'CANCELLED', unlock: 'SUCCEEDED' });
    expect((await json('show', id)).state).toBe('cancelled');
    expect((await call('cancel', id)).err).toContain('the run is over: cancelled');
  });

  it('cancels one step, and the others go on', async () => {
    const { call, write, newest, states, inTree, until } = await place();
    write([
      sh('long', 'touch begun; sleep 60', { critical: false, on_failure: 'continue' }),
      sh('after', 'true', { depends_on: ['long'] }),
    ]);
    const running = call('run', 'p.json');
    await until(() => existsSync(inTree('begun')));

    const wrong = await call('cancel', await newest(), 'lnog');
    expect(wrong.err).toContain('there is no step lnog; did you mean long?');
    await call('cancel', await newest(), 'long');

    expect((await running).status).toBe(0);
    expect(await states()).toEqual({ long: 'CANCELLED', after: 'SUCCEEDED' });
  });

  it('follows the events of a run until it is over', async () => {
    const { call, write, newest, inTree, until } = await place();
    write([sh('long', 'touch begun; until test -e go; do sleep 0.01; done')]);
    const running = call('run', 'p.json');
    await until(() => existsSync(inTree('begun')));
    const following = call('events', await newest(), '--follow', '--json');
    writeFileSync(inTree('go'), '');
    await running;

    const types = (await following).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual(['run_created', 'run_started', 'step_started', 'step_succeeded', 'run_completed']);
  });

  it('tries a failed run again from where it failed', async () => {
    const { call, write, newest, shown, inTree } = await place();
    write([
      sh('first', 'echo x >>first'),
      sh('weak', 'test -e mended', { depends_on: ['first'] }),
      sh('last', 'true', { depends_on: ['weak'] }),
    ]);
    expect((await call('run', 'p.json')).status).toBe(1);
    writeFileSync(inTree('mended'), '');

    expect((await call('resume', await newest())).status).toBe(0);
    expect(await shown()).toMatchObject({
      state: 'succeeded',
      progress_pct: 100,
      steps: [{ attempts: [{}] }, { attempts: [{}, {}] }, {}],
    });
    expect(readFileSync(inTree('first'), 'utf8')).toBe('x\n');
    expect((await call('resume', await newest())).err).toContain(
      'has succeeded; there is nothing to go on with',
    );
  });

  it('asks for a run that is not there, and hears which there are', async () => {
    const { call, write, newest } = await place();
    expect((await call('show', 'nothing')).err).toContain('No pipeline has run here');
    write([sh('a', 'true')]);
    await call('run', 'p.json');

    const { status, err } = await call('show', '../../etc');
    expect([status, err]).toEqual([2, expect.stringContaining(await newest())]);
  });
});

it('what a pipeline prints about names with escapes is safe to show', async () => {
  const { call, write } = await place();
  write([sh('a', 'exit 1', { artifacts: ['x'] })], {}, 'es\u001b[31mc.json');

  const { out, err } = await call('check', 'es\u001b[31mc.json');

  expect(out + err).not.toContain('\u001b');
});
