/**
 * Ended at any call of the outside world, a session is taken up again and ends as if nothing had happened. Each test is a chain of
 * lives: one ends at its n-th call, the next begins with what is on disk and ends somewhat later, until one comes to the end. The walk
 * over every single call is in test/kill.
 */
import { describe, expect, it } from 'vitest';
import { changedExpectations } from '../../src/domain/integration/selectors/guard/changed-expectations.ts';
import { askedTwice, damageOf, endOf, operatorsThings, type Told, tellLives } from '../support/crash.ts';
import { crashWorld, INTEGRATION_BRANCH } from '../support/crash-world.ts';
import { type End, endAt } from '../support/mortal.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';

const undisturbed = new Map<string, Promise<object>>();

/** Returns how an integration ends that nobody disturbs; worked out once. */
function expectedEnd(name: string, world: () => Promise<TestRepository>): Promise<object> {
  const known =
    undisturbed.get(name) ??
    world().then(async (repo) => endOf(repo, (await tellLives(repo, () => null)).state));
  undisturbed.set(name, known);
  return known;
}

async function expectAsIfNothingHappened(told: Told, repo: TestRepository, expected: object): Promise<void> {
  expect(await endOf(repo, told.state)).toEqual(expected);
  expect(askedTwice(told.events)).toEqual([]);
  expect(await damageOf(repo)).toEqual([]);
}

/** Each life a few calls longer than the one before, so that the ends fall everywhere and an end is reached. */
const longerAndLonger =
  (first: number, step: number, moment: End['moment']) =>
  (life: number): End =>
    endAt(first + step * life, moment);

describe('a session that is ended again and again', { timeout: 120_000 }, () => {
  it.each([
    { first: 10, step: 13, moment: 'before' },
    { first: 41, step: 7, moment: 'after' },
  ] as const)(
    'ends as if nothing had happened: $moment call $first, then $step calls later each time',
    async ({ first, step, moment }) => {
      const expected = await expectedEnd('held', crashWorld);
      const repo = await crashWorld();
      const mine = await operatorsThings(repo, INTEGRATION_BRANCH);

      const told = await tellLives(repo, longerAndLonger(first, step, moment));

      expect(told.calls.length).toBeGreaterThan(5);
      await expectAsIfNothingHappened(told, repo, expected);
      expect(await operatorsThings(repo, INTEGRATION_BRANCH)).toEqual(mine);
    },
  );

  it.each(['before', 'after'] as const)(
    'finds by groups whom it would have found, ended %s its calls',
    async (moment) => {
      const world = () => crashWorld('gating: { policy: grouped }\nmax_concurrency: 4');
      const expected = await expectedEnd('grouped', world);
      const repo = await world();

      const told = await tellLives(repo, longerAndLonger(23, 11, moment));

      expect(told.state.gate_runs.some(({ subject }) => subject.kind === 'group')).toBe(true);
      await expectAsIfNothingHappened(told, repo, expected);
    },
  );

  it.each(['before', 'after'] as const)(
    'asks about the same changed expectations, ended %s its calls',
    async (moment) => {
      const expected = await expectedEnd('guarded', guardWorld);
      const repo = await guardWorld();

      const told = await tellLives(repo, longerAndLonger(15, 6, moment));

      expect(told.state.end?.outcome).toBe('HELD_FOR_REVIEW');
      expect(changedExpectations(told.state).map(({ efforts }) => efforts)).toEqual([['lax']]);
      await expectAsIfNothingHappened(told, repo, expected);
    },
  );

  it.each(['before', 'after'] as const)('lands once, ended %s its calls', async (moment) => {
    const expected = await expectedEnd('landing', landingWorld);
    const repo = await landingWorld();

    const told = await tellLives(repo, longerAndLonger(12, 5, moment));

    expect(told.state.end?.outcome).toBe('LANDED');
    await expectAsIfNothingHappened(told, repo, expected);
  });
});

describe('a merge that was published and not heard of', { timeout: 120_000 }, () => {
  it.each([
    ['a merge', ''],
    ['picked commits', 'strategy: cherry-pick, '],
  ])('is found to be its own after a second end in the take-up: %s', async (_what, strategy) => {
    const world = () => landingWorld(strategy);
    const expected = await expectedEnd(strategy, world);
    const repo = await world();
    const published = (...[, name, args]: Parameters<End['at']>) =>
      name === 'objects.updateRefs' && JSON.stringify(args).includes('/restore/one');
    const interrupted = (...[, name, args]: Parameters<End['at']>) =>
      name === 'journal.append' && JSON.stringify(args).includes('actions_interrupted');
    const ends: readonly End[] = [
      { at: published, moment: 'after' },
      { at: interrupted, moment: 'after' },
    ];

    const told = await tellLives(repo, (life) => ends[life] ?? null);

    expect(told.calls.length).toBe(3);
    await expectAsIfNothingHappened(told, repo, expected);
  });
});

/** An effort that breaks what a test of the target expects, and makes the test expect nothing. */
function guardWorld(): Promise<TestRepository> {
  const settings = [
    'target: main',
    "efforts: { patterns: ['effort/*'] }",
    "gates: [{ name: test, command: 'sh test/check.sh', parser: exit }]",
    '',
  ].join('\n');
  return makeRepository({
    main: [{ 'intorch.yaml': settings, 'test/check.sh': 'test ! -e broken\n' }],
    'effort/lax': { from: 'main', commits: [{ broken: 'x\n', 'test/check.sh': 'true\n' }] },
    'effort/other': { from: 'main', commits: [{ 'other.txt': 'x\n' }] },
  });
}

/** Two clean efforts of two commits, and a target that nobody has checked out. */
async function landingWorld(strategy = ''): Promise<TestRepository> {
  const settings = [
    'target: main',
    `efforts: { ${strategy}patterns: ['effort/*'] }`,
    'baseline: false',
    "gates: [{ name: test, command: 'test -e a.txt', parser: exit }]",
    '',
  ].join('\n');
  const repo = await makeRepository({
    main: [{ 'intorch.yaml': settings, 'a.txt': 'a\n' }],
    'effort/one': { from: 'main', commits: [{ 'one.txt': '1\n' }, { 'one.txt': '1\n1\n' }] },
    'effort/two': { from: 'main', commits: [{ 'two.txt': '2\n' }, { 'two.txt': '2\n2\n' }] },
  });
  await repo.git('switch', '--quiet', '--detach');
  return repo;
}
