/** Reports follow from the state: they are written when somebody may want to read them, and not while it works. */
import { expect, it } from 'vitest';
import { begin } from '../support/session.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';

it('writes reports at the first question and at the end, and checkpoints at save points, not at each event', async () => {
  const repo = await makeWorld(
    { 'a.txt': 'a\n' },
    Object.fromEntries(
      Array.from({ length: 6 }, (_, at) => [`effort/e${at}`, effort({ [`${at}.txt`]: 'x\n' })]),
    ),
    { config: configured('gates: []\n') },
  );
  const written: string[] = [];
  const saved: number[] = [];
  const story = await begin(repo, {}, (ports) => ({
    ...ports,
    files: {
      ...ports.files,
      write: (path, text, kind) => {
        written.push(`${story.state().stage} ${path} ${kind}`);
        return ports.files.write(path, text, kind);
      },
    },
    checkpoints: {
      ...ports.checkpoints,
      save: (envelope) => {
        saved.push(envelope.sequence);
        return ports.checkpoints.save(envelope);
      },
    },
  }));

  await story.work('recommended');
  const events = story.live.session.store.sequence();
  await story.live.close();

  const times = written.filter((line) => line.includes('reports/INTEGRATION_STATUS_REPORT.md view'));
  expect(times.at(-1)).toMatch(/^FINISHED /);
  expect(times.length).toBeLessThanOrEqual(2);
  expect(saved.at(-1)).toBe(events);
  expect(saved.length).toBeLessThan(events / 2);
});
