/** Merges that collide at more places than anybody decides one by one: one question for each file, soon, and an end at any time. */
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import type { EnginePorts } from '../../src/engine/integration/ports.ts';
import { begin } from '../support/session.ts';
import { configured, effort, effortOf, makeWorld, statusesOf } from '../support/stories.ts';

/** A file of which every third line can be changed. */
function file(places: number, by: string): string {
  return Array.from({ length: places }, (_, place) => `l${place} ${by}\n\nk${place}\n`).join('');
}

const both = (files: Readonly<Record<string, number>>) => {
  const written = (by: string) =>
    Object.fromEntries(Object.entries(files).map(([path, places]) => [path, file(places, by)]));
  return [
    written('base'),
    { 'effort/a': effort(written('a')), 'effort/b': effort(written('b')) },
    {
      config: configured('limits: { effort_lines: 1000000, integration_lines: 1000000 }\ngates: []\n'),
    },
  ] as const;
};

it('a file that collides at more places than anybody decides is one question, which says so, with a file to edit', async () => {
  const repo = await makeWorld(...both({ 'f.txt': 201 }));
  const story = await begin(repo);
  await story.ordered('a', 'b');
  await story.work();

  const question = openQuestion(story.state());
  expect(question).toMatchObject({ kind: 'conflict', title: 'f.txt: how do a and b go together?', hunk: 0 });
  expect(question?.facts).toMatchObject([
    {
      text: 'CONFLICT (content): Merge conflict in f.txt (201 places in one file: decided as a whole)',
    },
    { text: 'whole file, severity high: only you can know what is meant' },
  ]);
  expect(question?.choices.filter(({ disabled }) => disabled === null).map(({ id }) => id)).toEqual([
    ...['keep_current', 'take_incoming', 'keep_base'],
    ...['edit', 'hold_effort', 'return_to_author', 'stop'],
  ]);

  await story.choose('take_incoming');

  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'MERGED' });
  const { integration_tip } = story.state();
  expect(`${await repo.git('show', `${integration_tip}:f.txt`)}\n`).toBe(file(201, 'b'));
});

it('an effort that conflicts in more files than can be decided stays out, and says so', async () => {
  const files = Object.fromEntries(Array.from({ length: 501 }, (_, place) => [`f${place}.txt`, 1]));
  const story = await begin(await makeWorld(...both(files)));
  await story.ordered('a', 'b');
  await story.work('recommended');

  expect(statusesOf(story)).toEqual({ a: 'MERGED', b: 'FAILED' });
  expect(effortOf(story, 'b')).toMatchObject({
    held_because:
      'it conflicts in 501 files, more than the 500 that can be decided: split it, or merge it by hand',
  });
  expect(story.state().conflicts_detected).toEqual([]);
});

it('whatever is worked out ends at the next look at git once it is stopped, and leaves turns to others between files', async () => {
  const stop = new AbortController();
  const never = new AbortController().signal;
  let asked = 0;
  let asked_after = 0;
  let turns = 0;
  const counted = (ports: EnginePorts): EnginePorts => ({
    ...ports,
    objects: {
      ...ports.objects,
      mergeFile: async (request) => {
        asked += 1;
        if (asked === 1)
          setImmediate(function turn() {
            turns += 1;
            if (!stop.signal.aborted) setImmediate(turn);
          });
        if (asked === 5) stop.abort();
        if (asked > 5) asked_after += 1;
        return ports.objects.mergeFile(request);
      },
    },
  });
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`f${place}.txt`, 3]));
  const story = await begin(await makeWorld(...both(files)), {}, counted);

  await story.live.session.run({ answers: 'recommended', stop: stop.signal, finish: never });

  expect(asked_after).toBe(0);
  expect(turns).toBeGreaterThanOrEqual(4);
  // Nothing of what was worked out by then counts: the next run begins there again.
  expect(story.state().conflicts_detected.flatMap(({ hunks }) => hunks)).toEqual([]);
});
