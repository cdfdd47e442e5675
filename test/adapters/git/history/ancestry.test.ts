import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ancestry } from '../../../../src/adapters/git/history/ancestry.ts';
import { gitRunner } from '../../../../src/adapters/git/process/run.ts';
import type { Sha } from '../../../../src/domain/shared/ids.ts';
import { described, type World } from '../../../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../../../support/repository.ts';
import { makeShape } from '../../../support/shapes.ts';
import { operatorEnv } from '../tools.ts';

function ancestryOf(repo: TestRepository) {
  return ancestry(gitRunner({ git_dir: repo.gitDir, env: operatorEnv() }), repo.gitDir);
}

/** Commits one after the other, each with any of those before it as parents, and with dates that may lie. */
const HISTORIES = fc.array(
  fc.record({
    parents: fc.array(fc.nat({ max: 30 }), { maxLength: 3 }),
    date: fc.integer({ min: 1_700_000_000, max: 1_700_000_012 }),
  }),
  { minLength: 2, maxLength: 14 },
);

function worldOf(history: readonly { readonly parents: readonly number[]; readonly date: number }[]): World {
  return Object.fromEntries(
    history.map(({ parents, date }, index) => {
      const [first, ...more] = [...new Set(parents.map((parent) => (index === 0 ? 0 : parent % index)))].map(
        (parent) => `c${parent}`,
      );
      const commit = described({ f: `${index}\n` }, { date, merges: index === 0 ? [] : more });
      return [
        `c${index}`,
        index === 0 || first === undefined ? [commit] : { from: first, commits: [commit] },
      ];
    }),
  );
}

test('whatever the history, the common ancestors are those that git names, or git is to be asked', async () => {
  const kinds = { none: 0, one: 0, several: 0, ask: 0 };
  const lines = { straight: 0, above: 0 };
  await fc.assert(
    fc.asyncProperty(HISTORIES, async (history) => {
      const repo = await makeRepository(worldOf(history), { bare: true });
      const { mergeBases, firstParentLine } = ancestryOf(repo);
      const tips = await Promise.all(history.map((_, index) => repo.tip(`c${index}`)));
      for (const a of tips.slice(-2)) {
        for (const b of tips.slice(-8)) {
          const said = await mergeBases(a, b);
          const git = (await repo.git('merge-base', '--all', a, b).catch(() => ''))
            .split('\n')
            .filter(Boolean);
          if (said !== null) expect(said).toEqual(git);
          kinds[said === null ? 'ask' : ((['none', 'one'] as const)[said.length] ?? 'several')] += 1;
        }
      }
      const [top, low] = [tips.at(-1) as Sha, tips.at(-3) ?? (tips[0] as Sha)];
      const line = await firstParentLine(low, top);
      const plain = await repo.git('rev-list', '--first-parent', top, `^${low}`);
      if (line !== null) {
        expect(line.map(({ commit }) => commit).join('\n')).toBe(plain);
        const end = line.at(-1)?.parents[0] ?? top;
        lines[end === low ? 'straight' : 'above'] += 1;
      }
      await repo.dispose();
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(Math.min(kinds.none, kinds.one, kinds.several, lines.straight, lines.above)).toBeGreaterThan(0);
  expect(kinds.ask).toBeLessThan(kinds.one);
});

test('git is asked where history is not what the commits say', async () => {
  const repo = await makeShape('two_clean');
  const lineage = ancestryOf(repo);
  const [main, tip] = [await repo.tip('main'), await repo.tip('effort/one')];
  const all = () =>
    Promise.all([lineage.mergeBases(tip, main), lineage.firstParentLine(main, tip), lineage.parents(tip)]);
  // The answer that is remembered is about the other way round.
  expect(await all()).toEqual([[main], [{ commit: tip, parents: [main] }], [main]]);

  await writeFile(join(repo.gitDir, 'shallow'), `${main}\n`);

  expect(await lineage.mergeBases(main, tip)).toBe(null);
  expect(await lineage.firstParentLine(main, tip)).toBe(null);
  expect(await lineage.parents(tip)).toBe(null);
});

test('git is asked where the answer lies deep, or a commit is missing', async () => {
  const many = Array.from({ length: 400 }, (_, index) => ({ f: `${index}\n` }));
  const repo = await makeRepository(
    { main: [{ a: 'a' }], far: { from: 'main', commits: many } },
    { bare: true },
  );
  const [main, far] = [await repo.tip('main'), await repo.tip('far')];
  const gone = 'f'.repeat(40) as Sha;

  expect(await ancestryOf(repo).mergeBases(main, far)).toBe(null);
  expect(await ancestryOf(repo).firstParentLine(main, far)).toBe(null);
  expect(await ancestryOf(repo).mergeBases(main, gone)).toBe(null);
  expect(await ancestryOf(repo).parents(gone)).toBe(null);
});
