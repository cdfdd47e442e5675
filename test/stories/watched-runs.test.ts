/** What the monitor reads of runs while other processes drive them, and what it asks of them. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pipelinePlace } from '../../src/cli/pipeline/pipeline-place.ts';
import { watchRuns } from '../../src/cli/pipeline/watch-runs.ts';
import { runCli } from '../support/cli.ts';
import { makeRepository } from '../support/repository.ts';

async function world(steps: readonly object[]) {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
  writeFileSync(join(repo.dir, 'p.json'), JSON.stringify({ plan_id: 'TEST', steps }));
  const run = () =>
    runCli(['pipeline', 'run', 'p.json'], { directory: repo.dir, env: { PATH: process.env['PATH'] } });
  const place = await pipelinePlace({ directory: repo.dir, err: () => {} });
  const client = watchRuns(place);
  onTestFinished(() => client.close());
  const newest = () => client.snapshot()?.runs[0] ?? null;
  return { repo, run, place, client, newest, go: () => writeFileSync(join(repo.dir, 'go'), '') };
}

const WAITS = { id: 'slow', command: 'echo here; until test -e go; do sleep 0.02; done', shell: true };

describe('without a terminal', () => {
  it.each([['monitor'], ['run', 'p.json', '--monitor']])(
    'pipeline %s says what to use, and starts nothing',
    async (...words) => {
      const { repo, newest } = await world([WAITS]);
      const { status, err } = await runCli(['pipeline', ...words], { directory: repo.dir });

      expect(status).toBe(2);
      expect(err).toContain('needs a terminal');
      expect(err).toContain('intorch pipeline run, runs, show and events --follow');
      expect(newest()).toBeNull();
    },
  );
});

describe('the monitor', () => {
  it('finds no run where none has been, and makes nothing to look for one', async () => {
    const { client, repo } = await world([WAITS]);
    await expect.poll(client.snapshot).toMatchObject({ runs: [], watched: null });
    expect(existsSync(join(repo.dir, '.git/intorch'))).toBe(false);
  });

  it('sees a run begin, who drives it, its output, and its end', async () => {
    const { client, newest, run, go } = await world([WAITS]);
    const ended = run();
    await expect.poll(newest).toMatchObject({ state: 'running', driver: { pid: process.pid } });
    const id = newest()?.run_id;
    if (id === undefined) throw new Error('the run is there');
    client.watch(id);
    await expect.poll(() => client.snapshot()?.watched?.steps[0]?.state).toBe('RUNNING');
    let text = '';
    const stop = client.follow(`${client.snapshot()?.folder}/logs/slow.1.log`, (more) => {
      text += more.text;
    });
    await expect.poll(() => text).toBe('here\n');
    stop();
    go();
    expect((await ended).status).toBe(0);
    await expect.poll(newest).toMatchObject({ state: 'succeeded', driver: null, progress_pct: 100 });
  });

  it('leaves what is asked with whoever drives the run', async () => {
    const { client, newest, run } = await world([WAITS]);
    const ended = run();
    await expect.poll(newest).toMatchObject({ state: 'running' });
    const id = newest()?.run_id;
    if (id === undefined) throw new Error('the run is there');

    expect(await client.ask(id, { type: 'resume' })).toMatch(/^\d+ drives it already$/);
    expect(await client.ask(id, { type: 'retry_step', step: 'slow' })).toBe('the step slow is RUNNING');
    expect(await client.ask(id, { type: 'cancel_step', step: 'slow' })).toBeNull();

    expect((await ended).status).toBe(1);
    await expect.poll(newest).toMatchObject({ state: 'failed' });
    expect(await client.ask(id, { type: 'cancel' })).toBe('the run is over: failed');
  });

  it('says why the runs cannot be read, keeps what it knows, and goes on when they can', async () => {
    const { client, place, newest, run, go } = await world([WAITS]);
    go();
    await run();
    await expect.poll(newest).toMatchObject({ state: 'succeeded' });
    const { read } = place;
    Object.assign(place, {
      read: () => {
        throw new Error('no room');
      },
    });
    await run();
    await expect.poll(client.trouble).toBe('no room');
    expect(newest()).toMatchObject({ state: 'succeeded' });
    Object.assign(place, { read });
    await expect.poll(client.trouble).toBeNull();
    expect(client.snapshot()?.runs).toHaveLength(2);
  });
});
