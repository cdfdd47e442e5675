/** What a screen shows of an open conflict is what will be written. */
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { lineText } from '../../src/tui/frame/line.ts';
import { preview } from '../../src/tui/panes/preview.ts';
import type { Story } from '../support/session.ts';
import { begin } from '../support/session.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';

const numbered = (changed: Readonly<Record<number, string>>) =>
  Array.from({ length: 30 }, (_, at) => `${changed[at + 1] ?? `line ${at + 1}`}\n`).join('');

/** Returns what the snapshot lets a screen show of an option of the hunk that is asked about, without numbers and signs. */
async function previewed(story: Story, id: string): Promise<readonly string[]> {
  const question = openQuestion(story.state());
  const met = story.state().conflicts_detected.find((each) => each.id === question?.conflict);
  const hunk = met?.hunks.find(({ index }) => index === question?.hunk);
  const option = hunk?.options.find((each) => each.id === id);
  if (met === undefined || hunk === undefined || option === undefined) throw new Error('nothing is asked');
  await expect.poll(() => story.live.snapshot().merged[met.id]).toBeDefined();
  const { lines } = preview(story.live.snapshot(), { conflict: met, hunk }, option, {
    width: 60,
    height: 30,
  });
  return lines.map((each) => lineText(each).slice(6));
}

it('R9: the preview is the very text that is written, with the answers before it and what git merged by itself', async () => {
  const one = effort({ 'a.txt': numbered({ 5: 'one five', 7: 'one seven', 9: 'one nine' }) });
  const two = effort({ 'a.txt': numbered({ 5: 'two five', 9: 'two nine', 12: 'two twelve' }) });
  const repo = await makeWorld(
    { 'a.txt': numbered({}) },
    { 'effort/one': one, 'effort/two': two },
    { config: configured('gates: []\n') },
  );
  const story = await begin(repo);
  await story.work();
  await story.choose('combine_current_incoming');

  const shown = await previewed(story, 'take_incoming');

  expect(shown).toEqual([
    'one five',
    'two five',
    'line 6',
    'one seven',
    'line 8',
    'two nine',
    'line 10',
    'line 11',
    'two twelve',
    'line 13',
    'line 14',
  ]);
  await story.choose('take_incoming');
  const written = await repo.git('show', `${story.state().integration_tip}:a.txt`);
  expect(written).toContain(shown.join('\n'));
});

it('F6: a binary file is shown by its size, and never as a text', async () => {
  const repo = await makeWorld(
    { 'logo.bin': '\0base' },
    { 'effort/one': effort({ 'logo.bin': '\0one, longer' }), 'effort/two': effort({ 'logo.bin': '\0two' }) },
    { config: configured('gates: []\n') },
  );
  const story = await begin(repo);
  await story.work();

  expect((await previewed(story, 'keep_current')).join()).toContain('inary file of 12 bytes');
  expect(Object.values(story.live.snapshot().sizes).sort()).toEqual([12, 4, 5]);
});
