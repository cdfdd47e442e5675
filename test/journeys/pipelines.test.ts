/** A pipeline that is stopped, killed, or cancelled while nobody drives it, as somebody at a terminal meets it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { placeFor, runBuilt, startBuilt } from '../support/built-program.ts';
import { makeRepository, temporaryFolder } from '../support/repository.ts';

/** A run that stands in its first step, which nothing tries again, until there is a file `go`. */
async function standing() {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
  const place = placeFor(repo.dir, await temporaryFolder());
  const inTree = (name: string) => join(repo.dir, name);
  const steps = [
    { id: 'wait', command: 'echo $$ >pid; until test -e go; do sleep 0.02; done', shell: true },
    { id: 'after', command: 'true', depends_on: ['wait'] },
    { id: 'unlock', command: 'touch', args: ['unlocked'], depends_on: ['after'], condition: 'always()' },
  ];
  writeFileSync(inTree('p.json'), JSON.stringify({ plan_id: 'P', steps }));
  const run = await startBuilt(place, ['pipeline', 'run', 'p.json']);
  onTestFinished(() => void run.child.kill('SIGKILL'));
  onTestFinished(() => writeFileSync(inTree('go'), ''));
  await vi.waitUntil(() => existsSync(inTree('pid')), { timeout: 60_000, interval: 20 });
  const intorch = (...args: readonly string[]) => runBuilt(place, ['pipeline', ...args]);
  const [listed] = JSON.parse((await intorch('runs', '--json')).out).runs;
  const states = async () =>
    JSON.parse((await intorch('show', listed.run_id, '--json')).out).steps.map(
      ({ state }: { state: string }) => state,
    );
  return { run, intorch, id: listed.run_id as string, inTree, states };
}

const isGone = (pid: string) => {
  const state = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  return !/^State:\s+[^ZX]/m.test(state);
};

it('that is stopped by Ctrl-C has lost no try: it goes on although there are no retries', async () => {
  const { run, intorch, id, inTree, states } = await standing();

  process.kill(run.pid, 'SIGINT');
  const { status, out } = await run.ended;

  expect(status).toBe(130);
  expect(out).toContain(`Go on with: intorch pipeline resume ${id}`);
  expect(isGone(readFileSync(inTree('pid'), 'utf8').trim())).toBe(true);
  expect(await states()).toEqual(['PENDING', 'PENDING', 'PENDING']);
  writeFileSync(inTree('go'), '');
  expect((await intorch('resume', id)).status).toBe(0);
  expect(await states()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
});

it('that is killed has lost its try, which counts; what the try had started is ended first', async () => {
  const { run, intorch, id, inTree, states } = await standing();
  const pid = readFileSync(inTree('pid'), 'utf8').trim();

  process.kill(run.pid, 'SIGKILL');
  await run.ended;
  const [listed] = JSON.parse((await intorch('runs', '--json')).out).runs;
  expect([listed.state, listed.next_action]).toEqual([
    'running',
    { kind: 'resume', command: `intorch pipeline resume ${id}` },
  ]);
  expect(isGone(pid)).toBe(false);

  const { status, out } = await intorch('resume', id);
  expect([status, isGone(pid)]).toEqual([1, true]);
  expect(out).toContain('wait failed: what ran it was killed');
  expect(await states()).toEqual(['FAILED', 'CANCELLED', 'SUCCEEDED']);
});

it('that nobody drives is cancelled where it is asked for, and what always runs is run', async () => {
  const { run, intorch, id, inTree, states } = await standing();
  process.kill(run.pid, 'SIGKILL');
  await run.ended;

  expect((await intorch('cancel', id)).status).toBe(0);
  expect(await states()).toEqual(['FAILED', 'CANCELLED', 'SUCCEEDED']);
  expect(existsSync(inTree('unlocked'))).toBe(true);
});
