/** Objects that git removes while a decision waits: what is needed is made again. */
import { rm, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { ConflictId, EffortName } from '../../src/domain/shared/ids.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin, type Story, takeUpAgain } from '../support/session.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';

const LINES = Array.from({ length: 30 }, (_, index) => `line ${index}`);
const with_line = (at: number, text: string) =>
  `${LINES.map((line, index) => (index === at ? text : line)).join('\n')}\n`;

/** Two efforts that collide in two files, and add some of their own. */
async function colliding(strategy: string): Promise<TestRepository> {
  const gate = "gates: [{ name: test, command: 'test ! -e red', parser: exit }]\n";
  const config = configured(gate).replace('efforts: {', `efforts: { strategy: ${strategy},`);
  return makeWorld(
    { 'src/a.txt': with_line(0, 'line 0'), 'src/deep/b.txt': with_line(0, 'line 0') },
    {
      'effort/one': effort({
        'src/a.txt': with_line(5, 'ONE'),
        'src/deep/b.txt': with_line(5, 'ONE'),
        'one.txt': '1\n',
      }),
      'effort/two': effort(
        { 'src/first.txt': 'x\n' },
        { 'src/a.txt': with_line(5, 'TWO'), 'src/deep/b.txt': with_line(5, 'TWO'), 'src/two.txt': '2\n' },
        { 'src/last.txt': 'x\n' },
      ),
    },
    { config },
  );
}

/** What a scheduled housekeeping does, and more of it than is usual. */
async function prune(repo: TestRepository): Promise<void> {
  await repo.git('reflog', 'expire', '--expire=now', '--all');
  await repo.git('gc', '--quiet', '--prune=now');
}

/** Deletes the refs that keep what belongs to a question. */
async function forgetEvidence(repo: TestRepository): Promise<void> {
  for (const ref of (await repo.git('for-each-ref', '--format=%(refname)', 'refs/intorch')).split('\n'))
    if (ref.includes('/evidence/')) await repo.git('update-ref', '-d', ref);
}

/** Resolves the open conflict by hand. */
async function edit(story: Story, text: string): Promise<string> {
  await story.choose('edit');
  const file = story.state().editing?.file ?? '';
  await writeFile(file, text);
  await story.choose('done');
  return file;
}

async function finish(repo: TestRepository, story: Story, choice: () => string): Promise<void> {
  for (let step = 0; step < 20 && story.state().end === null; step += 1) {
    await prune(repo);
    const { trouble } = story.state();
    if (trouble !== null) throw new Error(trouble.message);
    await story.choose(choice());
  }
}

it.each(['merge', 'hybrid'])('after every question, in the same process (%s)', async (strategy) => {
  const repo = await colliding(strategy);
  const story = await begin(repo);
  await story.work('nobody');
  const kinds: string[] = [];

  await finish(repo, story, () => {
    const kind = story.question() ?? '';
    kinds.push(kind);
    return /^conflict/.test(kind) ? 'combine_current_incoming' : /^land/.test(kind) ? 'land' : 'start';
  });

  expect(kinds.filter((kind) => kind.startsWith('conflict'))).toHaveLength(2);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('fsck', '--full', '--no-dangling')).toBe('');
  expect(await repo.git('show', 'main:src/deep/b.txt')).toContain('ONE\nTWO\n');
});

it.each(['merge', 'hybrid'])('between two processes, with a hunk decided in each (%s)', async (strategy) => {
  const repo = await colliding(strategy);
  let story = await begin(repo);
  await story.work('nobody');

  await story.choose('combine_current_incoming');
  await story.live.close();
  await prune(repo);
  story = await takeUpAgain(story);
  await story.work('nobody');
  await finish(repo, story, () => 'combine_current_incoming');

  expect(story.state().trouble).toBe(null);
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('fsck', '--full', '--no-dangling')).toBe('');
});

it('with a file edited by hand before the next question', async () => {
  const repo = await colliding('merge');
  const story = await begin(repo);
  await story.work('nobody');
  await edit(story, 'by hand\n');
  await prune(repo);

  await finish(repo, story, () => 'combine_current_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:src/a.txt')).toBe('by hand');
});

/** Runs the gates on an option of the first open conflict. */
async function tryOption(story: Story): Promise<void> {
  const conflict = story.state().conflicts_detected[0]?.id as ConflictId;
  await story.command({ type: 'try_option', conflict, hunk: 0, option: 'combine_current_incoming' });
  await story.work('nobody');
}

it.each([
  ['with what was kept for it', false],
  ['with nothing kept', true],
])('before an option is tried, %s', async (_what, everything) => {
  const repo = await colliding('merge');
  const story = await begin(repo);
  await story.work('nobody');
  if (everything) await forgetEvidence(repo);
  await prune(repo);

  await tryOption(story);
  const tried = story.state().gate_runs.find(({ subject }) => subject.kind === 'option');
  await finish(repo, story, () => 'combine_current_incoming');

  expect(tried?.verdict).toBe('passed');
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('fsck', '--full', '--no-dangling')).toBe('');
});

it.each([
  ['with what was kept for it', false],
  ['with nothing kept', true],
])('after a file was edited by hand and its merge is made again, %s', async (_what, everything) => {
  const repo = await colliding('merge');
  const story = await begin(repo);
  await story.work('nobody');
  const file = await edit(story, 'by hand\n');
  await story.command({ type: 'hold_effort', effort: 'two' as EffortName });
  await story.command({ type: 'include_again', effort: 'two' as EffortName });
  // One of the two is enough: what is kept in git, or the file that was edited.
  if (everything) await forgetEvidence(repo);
  else await rm(file);
  await prune(repo);
  await story.work('nobody');

  await finish(repo, story, () => 'combine_current_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('show', 'main:src/a.txt')).toBe('by hand');
});

it('with everything gone that was kept for the question', async () => {
  const repo = await colliding('merge');
  const story = await begin(repo);
  await story.work('nobody');
  await forgetEvidence(repo);

  await finish(repo, story, () => 'combine_current_incoming');

  expect(story.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('fsck', '--full', '--no-dangling')).toBe('');
});
