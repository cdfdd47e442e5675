/** A verified result that is held: no later session makes its branch again unasked, and it can still be landed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { heldSession } from '../../src/cli/session/held-results.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { landingCommand } from '../../src/domain/integration/selectors/ending.ts';
import type { TestRepository } from '../support/repository.ts';
import { openTestRepository, takeUpAgain } from '../support/session.ts';
import { cli, configured, effort, integrated, makeWorld, ONE_GATE } from '../support/stories.ts';

const FIRST = 'phase1/wave1-integration';
const SECOND = 'phase1/wave2-integration';
const TWO = { 'effort/a': effort({ 'a.txt': 'a\n' }), 'effort/b': effort({ 'b.txt': 'b\n' }) };
const holding = (more = '') => configured(`landing: { mode: hold }\n${more}${ONE_GATE}`);
const held = (more = '') => makeWorld({}, TWO, { config: holding(more) });

/** The command that finished a run, as it was printed. */
async function finish(repo: TestRepository, out: string): Promise<void> {
  const [, words = ''] = /^finish with: git (.*)$/m.exec(out) ?? [];
  await repo.git(...words.split(' '));
}

it('keeps its branch: the next run says so, and integrates on the next wave', async () => {
  const repo = await held();
  const first = await cli(repo, 'run');
  const tip = await repo.tip(FIRST);

  const second = await cli(repo, 'run');

  expect([first.status, second.status]).toEqual([0, 0]);
  expect(second.err).toMatch(
    /^Note: wave1-\S+ is verified and held: 2 of 2 merged; finish it with: git update-ref .*\n {2}phase1\/wave1-integration stays as it is; this run integrates on phase1\/wave2-integration\n$/,
  );
  expect(await repo.tip(FIRST)).toBe(tip);
  const third = await cli(repo, 'run');
  expect(third.err).toContain(
    'phase1/wave2-integration stays as it is; this run integrates on phase1/wave3-',
  );
  await finish(repo, first.out);
  expect(await repo.tip('main')).toBe(tip);
});

it('lets its branch be made again once it has landed', async () => {
  const repo = await held();
  await finish(repo, (await cli(repo, 'run')).out);
  await repo.grow({ 'effort/c': effort({ 'c.txt': 'c\n' }) });

  const { err, out } = await cli(repo, 'run');

  expect(err).toBe('');
  expect(out).toContain(`started    ${FIRST}`);
  await expect(repo.tip(SECOND)).rejects.toThrow();
});

it('is not made again under a name that the operator chose: a decision is needed', async () => {
  const repo = await held('naming: { wave: 7 }\n');
  const first = await cli(repo, 'run');
  const [, command = ''] = /^finish with: (.*)$/m.exec(first.out) ?? [];
  const tip = await repo.tip('phase1/wave7-integration');

  const second = await cli(repo, 'run');

  expect(second.status).toBe(3);
  expect(second.err).toMatch(
    /phase1\/wave7-integration holds the verified result of wave7-\S+, which is not in main/,
  );
  expect(second.err).toContain(`Land it with: ${command}; or give the new session another naming.wave`);
  expect(await repo.tip('phase1/wave7-integration')).toBe(tip);
  await writeFile(join(repo.dir, 'intorch.yaml'), holding('naming: { wave: 8 }\n'));
  expect((await cli(repo, 'run', '--config', 'intorch.yaml')).status).toBe(0);
});

it('is the first thing that the next start asks about, and lands by the same rules as ever', async () => {
  const repo = await held();
  const story = await integrated(repo);
  const tip = story.state().integration_tip;

  expect((await heldSession(story.repository))?.session_id).toBe(story.live.id);
  const again = await takeUpAgain(story, { ask: true });

  expect(again.question()).toBe('held: 2 of 2 efforts are verified and held for review: what now?');
  const question = openQuestion(again.state());
  expect(question?.choices.map(({ id, disabled }) => [id, disabled])).toEqual([
    ['show', null],
    ['land', null],
    ['supersede', null],
  ]);
  await again.choose('land');
  expect(again.state().end).toMatchObject({ outcome: 'LANDED', commit: tip });
  expect(await repo.tip('main')).toBe(tip);
  expect(await heldSession(again.repository)).toBeNull();
});

it('is asked about again in the next life, shown, and left as it is', async () => {
  const story = await integrated(await held());
  const command = landingCommand(story.state());
  const asked = await takeUpAgain(story, { ask: true });
  const again = await takeUpAgain(asked, { ask: true });
  expect(openQuestion(again.state())?.id).toBe(openQuestion(asked.state())?.id);

  await again.choose('show');

  expect(again.question()).toBeNull();
  expect(landingCommand(again.state())).toBe(command);
});

it('says that the target is checked out before it is landed, and is held again with the command', async () => {
  const repo = await makeWorld({}, TWO, { checkedOut: true });
  const story = await integrated(repo);
  await writeFile(join(repo.dir, 'b.txt'), 'in the way since\n');

  const again = await takeUpAgain(story, { ask: true });

  expect(openQuestion(again.state())?.facts).toContainEqual({
    kind: 'text',
    text: 'in the way there, not committed: b.txt; commit, stash or move that first, or git refuses the command',
  });
  await again.choose('land');
  expect(again.state().end).toMatchObject({
    outcome: 'HELD_FOR_REVIEW',
    command: landingCommand(story.state()),
  });
});

it('is merged again where the target moves before it is landed, and is no longer offered where it moved before', async () => {
  const repo = await held();
  const story = await integrated(repo);
  const again = await takeUpAgain(story, { ask: true });
  await repo.commit('main', { 'meanwhile.txt': 'x\n' });
  expect(await heldSession(await openTestRepository(repo))).toBeNull();

  await again.choose('land');
  await again.work('recommended');

  expect(again.state().end?.outcome).toBe('LANDED');
  expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('meanwhile.txt');
});

it('that is rolled back from there asks about nothing else', async () => {
  const again = await takeUpAgain(await integrated(await held()), { ask: true });
  await again.command({ type: 'roll_back', to: null });

  await again.choose('roll_back');

  expect(again.state().end?.outcome).toBe('ROLLED_BACK');
});

it('that is given up for a new session keeps its branch all the same', async () => {
  const repo = await held();
  const again = await takeUpAgain(await integrated(repo), { ask: true });
  const tip = await repo.tip(FIRST);

  await again.choose('supersede');

  expect(again.state().end?.outcome).toBe('SUPERSEDED');
  await again.live.close();
  const { err, out } = await cli(repo, 'run');
  expect(err).toBe('');
  expect(out).toContain(`started    ${SECOND}`);
  expect(await repo.tip(FIRST)).toBe(tip);
});
