/** A run of a pipeline that is killed again and again, with or without what it started, ends as an undisturbed one. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { makeRepository } from '../support/repository.ts';
import { chance, kills } from './support/chance.ts';
import { killAll } from './support/processes.ts';

/** Says which try of which step ran, and takes a while; `after` is what it does then. */
const step = (id: string, depends_on: readonly string[], after = 'true', rest: object = {}) => ({
  ...{ id, depends_on, shell: true, retries: 100 },
  command: `echo "$PIPELINE_STEP_ID $PIPELINE_ATTEMPT" >>ran; sleep 0.04; ${after}`,
  ...rest,
});

const PIPELINE = {
  plan_id: 'KILLED',
  globals: { max_concurrency: 2 },
  steps: [
    step('fetch', []),
    step('left', ['fetch']),
    step('right', ['fetch'], 'true', { exclusive: ['port'] }),
    step('other', ['fetch'], 'true', { exclusive: ['port'] }),
    step('weak', ['left'], 'exit 3', { retries: 0, critical: false, on_failure: 'skip_dependents' }),
    step('skipped', ['weak'], 'true', { critical: false }),
    step('join', ['right', 'other', 'left']),
    step('alarm', ['weak'], 'true', { condition: 'failure()', critical: false }),
    step('tidy', ['join', 'skipped'], 'true', { condition: 'always()' }),
  ],
};

interface Shown {
  readonly state: string;
  readonly steps: readonly {
    readonly step_id: string;
    readonly state: string;
    readonly attempts: readonly { readonly attempt: number; readonly state: string }[];
  }[];
}

async function world() {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
  const { node, intorch } = await builtProgram();
  writeFileSync(join(repo.dir, 'p.json'), JSON.stringify(PIPELINE));
  /** Runs the program, kills it after a time (null: not at all), and returns what it printed. */
  const call = async (
    words: readonly string[],
    kill: { readonly ms: number; readonly whole: boolean } | null = null,
  ) => {
    const child = spawn(node, [intorch, 'pipeline', ...words], {
      cwd: repo.dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (out += text));
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    if (kill !== null) {
      await Promise.race([wait(kill.ms), ended]);
      if (kill.whole && child.pid !== undefined) killAll(childrenOf(child.pid));
      child.kill('SIGKILL');
    }
    await ended;
    return out;
  };
  const ran = () => readFileSync(join(repo.dir, 'ran'), 'utf8').trim().split('\n');
  const shown = async (id: string): Promise<Shown> => JSON.parse(await call(['show', id, '--json']));
  return { call, ran, shown };
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

const statesOf = ({ state, steps }: Shown) => [state, steps.map((each) => [each.step_id, each.state])];

it('ends as undisturbed, and no step has run in a try that is not recorded', async () => {
  const { seed, next } = chance();
  console.log(`seed ${seed}`);
  const undisturbed = await world();
  const began = Date.now();
  await undisturbed.call(['run', 'p.json']);
  const whole_ms = Date.now() - began;
  const [done] = JSON.parse(await undisturbed.call(['runs', '--json'])).runs;
  const expected = statesOf(await undisturbed.shown(done.run_id));
  expect(expected[0]).toBe('succeeded');

  let killed = 0;
  while (killed < Math.max(25, kills())) {
    const { call, ran, shown } = await world();
    let id: string | null = null;
    for (let life = 0; life < 6; life += 1) {
      const words: readonly string[] = id === null ? ['run', 'p.json'] : ['resume', id];
      await call(words, { ms: 60 + next() * whole_ms * 0.7, whole: next() < 0.5 });
      killed += 1;
      id ??= JSON.parse(await call(['runs', '--json'])).runs[0]?.run_id ?? null;
    }
    await call(id === null ? ['run', 'p.json'] : ['resume', id]);
    id ??= JSON.parse(await call(['runs', '--json'])).runs[0].run_id as string;
    const end = await shown(id);

    // What may fail once only, may have been lost instead: the end is the same.
    expect(statesOf(end)).toEqual(expected);
    const tries = end.steps.flatMap(({ step_id, attempts }) =>
      attempts.map(({ attempt }) => `${step_id} ${attempt}`),
    );
    expect(new Set(ran()).size).toBe(ran().length);
    expect(ran().filter((each) => !tries.includes(each))).toEqual([]);
    expect(end.steps.flatMap(({ attempts }) => attempts).filter(({ state }) => state === 'RUNNING')).toEqual(
      [],
    );
  }
  console.log(`${killed} kills of a run that takes ${whole_ms} ms`);
});
