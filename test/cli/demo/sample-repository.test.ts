import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/adapters/yaml/config-file.ts';
import { makeSampleRepository, type SampleRepository } from '../../../src/cli/demo/sample-repository.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const EFFORTS = [
  'bulk-discount',
  'catalog-lookup',
  'currency',
  'member-prices',
  'order-export',
  'order-history',
  'postal-zones',
  'receipts',
  'stock-levels',
  'wishlist',
];

let sample: SampleRepository;
beforeAll(async () => {
  sample = await makeSampleRepository(NOW);
});
afterAll(() => rmSync(sample.folder, { recursive: true }));

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-C', sample.repository, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Merges two things in memory: the tree, and the conflicted files. */
function merged(a: string, b: string): { readonly tree: string; readonly conflicts: readonly string[] } {
  try {
    return { tree: git('merge-tree', '--write-tree', '--name-only', '--no-messages', a, b), conflicts: [] };
  } catch (error) {
    const [tree = '', ...conflicts] = String((error as { stdout: string }).stdout)
      .trim()
      .split('\n');
    return { tree, conflicts };
  }
}

const commitOf = (tree: string, ...parents: readonly string[]) =>
  git(
    '-c',
    'user.name=T',
    '-c',
    'user.email=t@example.org',
    'commit-tree',
    tree,
    '-m',
    'x',
    ...parents.flatMap((one) => ['-p', one]),
  );

/** Runs the sample's own tests and its syntax check on a tree. */
async function gates(
  tree: string,
): Promise<{ readonly test: number; readonly lint: number; readonly output: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'intorch-sample-'));
  execFileSync('tar', ['-x', '-C', directory], {
    input: execFileSync('git', ['-C', sample.repository, 'archive', tree]),
  });
  // The suite may itself run under `node --test`, which would make the inner one report to it.
  const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };
  const run = (...args: readonly string[]) =>
    new Promise<{ status: number; output: string }>((done) => {
      execFile(process.execPath, args, { cwd: directory, env }, (error, stdout, stderr) =>
        done({ status: error === null ? 0 : 1, output: stdout + stderr }),
      );
    });
  const [ran, checked] = await Promise.all([run('--test'), run('scripts/check-syntax.js')]);
  rmSync(directory, { recursive: true });
  return { test: ran.status, lint: checked.status, output: ran.output };
}

test('it has weeks of history by three people, and ten efforts by agents', () => {
  const authors = git('log', '--format=%an', 'main').split('\n');
  const dates = git('log', '--format=%ct', 'main').split('\n').map(Number);
  const branches = git('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/').split('\n');

  expect(authors.length).toBeGreaterThanOrEqual(12);
  expect(new Set(authors).size).toBe(3);
  expect(((dates[0] ?? 0) - (dates.at(-1) ?? 0)) / 86_400).toBeGreaterThan(40);
  expect(branches).toEqual([...EFFORTS.map((name) => `effort/${name}`), 'main']);
  expect(git('status', '--porcelain')).toBe('');
});

test('its configuration holds, and finds the running Node and a folder of its own', async () => {
  const text = await readFile(join(sample.repository, 'intorch.yaml'), 'utf8');
  const settings = readSettings({ config: { file: 'intorch.yaml', text }, env: {}, flags: [] });

  expect(settings.gates.map((gate) => gate.name)).toEqual(['lint', 'test']);
  for (const gate of settings.gates) expect(gate.env['PATH']?.split(':')[0]).toBe(dirname(process.execPath));
  expect(resolve(sample.repository, settings.worktree.directory ?? '/')).toBe(
    join(sample.folder, 'workspaces'),
  );
  expect(settings.efforts.list).toMatchObject([
    { branch: 'effort/order-export', depends_on: ['order-history'] },
  ]);
});

test('everything it made is in its folder', () => {
  expect(readdirSync(sample.folder)).toEqual(['larder']);
});

test('the same moment gives the same commits', async () => {
  const again = await makeSampleRepository(NOW);
  const tips = (directory: string) =>
    execFileSync('git', ['-C', directory, 'for-each-ref'], { encoding: 'utf8' });
  const [one, two] = [tips(sample.repository), tips(again.repository)];
  rmSync(again.folder, { recursive: true });

  expect(one).toBe(two);
});

describe('each branch alone', () => {
  test.each(['main', ...EFFORTS.map((name) => `effort/${name}`)])('%s is green', async (branch) => {
    expect(await gates(branch)).toMatchObject({ test: 0, lint: 0 });
  });
});

test('every effort merges with main without a conflict', () => {
  for (const name of EFFORTS) expect(merged('main', `effort/${name}`).conflicts, name).toEqual([]);
});

test('only two pairs conflict (and what is built on one of them)', () => {
  const pairs = EFFORTS.flatMap((a, index) => EFFORTS.slice(index + 1).map((b) => [a, b] as const));
  const conflicting = pairs.flatMap(([a, b]) => {
    const { conflicts } = merged(`effort/${a}`, `effort/${b}`);
    return conflicts.length === 0 ? [] : [`${a} x ${b}: ${conflicts.join(', ')}`];
  });

  expect(conflicting).toEqual([
    'bulk-discount x member-prices: src/cart.js',
    'order-export x wishlist: src/cli.js',
    'order-history x wishlist: src/cli.js',
  ]);
});

test('one effort is built on another', () => {
  expect(git('merge-base', 'effort/order-history', 'effort/order-export')).toBe(
    git('rev-parse', 'effort/order-history'),
  );
});

/** Returns the lines between the markers of a conflicted file. */
function hunks(tree: string, path: string): readonly (readonly string[])[] {
  const text = git('show', `${tree}:${path}`);
  return [...text.matchAll(/^<{7} .*\n([\s\S]*?)^={7}\n([\s\S]*?)^>{7} .*$/gm)].map(
    ([, ours = '', theirs = '']) => [ours, theirs],
  );
}

/** Returns the tree with the one conflict of a file resolved. */
function resolved(tree: string, path: string, choose: (ours: string, theirs: string) => string): string {
  const text = git('show', `${tree}:${path}`).replace(
    /^<{7} .*\n([\s\S]*?)^={7}\n([\s\S]*?)^>{7} .*\n/gm,
    (_, ours, theirs) => choose(ours, theirs),
  );
  const index = join(sample.folder, 'index');
  const run = (args: readonly string[], input = '') =>
    execFileSync('git', ['-C', sample.repository, ...args], {
      input,
      encoding: 'utf8',
      env: { ...process.env, GIT_INDEX_FILE: index },
    }).trim();
  const blob = run(['hash-object', '-w', '--stdin'], `${text}\n`);
  run(['read-tree', tree]);
  run(['update-index', '--cacheinfo', `100644,${blob},${path}`]);
  const result = run(['write-tree']);
  rmSync(index);
  return result;
}

test('two imports meet on one line, and keeping both is green', async () => {
  const { tree, conflicts } = merged('effort/order-history', 'effort/wishlist');
  const [hunk] = hunks(tree, 'src/cli.js');

  expect(conflicts).toEqual(['src/cli.js']);
  expect(hunk?.map((side) => /^import [^\n]+\n$/.test(side))).toEqual([true, true]);
  expect(await gates(resolved(tree, 'src/cli.js', (ours, theirs) => ours + theirs))).toMatchObject({
    test: 0,
    lint: 0,
  });
});

test('two discounts collide: both in either order are green, one alone breaks the tests of the other', async () => {
  const { tree } = merged('effort/bulk-discount', 'effort/member-prices');
  const of = (choose: (ours: string, theirs: string) => string) =>
    gates(resolved(tree, 'src/cart.js', choose));

  expect(hunks(tree, 'src/cart.js')).toHaveLength(1);
  expect(await of((ours, theirs) => ours + theirs)).toMatchObject({ test: 0, lint: 0 });
  expect(await of((ours, theirs) => theirs + ours)).toMatchObject({ test: 0, lint: 0 });
  const bulkOnly = await of((ours) => ours);
  const membersOnly = await of((_, theirs) => theirs);

  expect([bulkOnly.test, bulkOnly.output.includes('members pay five percent less')]).toEqual([1, true]);
  expect([membersOnly.test, membersOnly.output.includes('ten pieces cost a tenth less')]).toEqual([1, true]);
});

test('a rename and a new caller merge without a conflict and break the tests', async () => {
  const { tree, conflicts } = merged('effort/catalog-lookup', 'effort/receipts');
  const result = await gates(tree);

  expect(conflicts).toEqual([]);
  expect([result.test, result.lint]).toEqual([1, 0]);
  expect(result.output).toContain('findProduct');
});

test('one effort is over the size limit, the others far below it', () => {
  const sizes = EFFORTS.map((name) => {
    const rows = git('diff', '--numstat', `main...effort/${name}`).split('\n');
    return rows.reduce(
      (sum, row) =>
        sum +
        row
          .split('\t')
          .slice(0, 2)
          .reduce((lines, count) => lines + Number(count), 0),
      0,
    );
  });

  expect(EFFORTS.filter((_, index) => (sizes[index] ?? 0) > 800)).toEqual(['postal-zones']);
  expect(sizes.filter((size) => size > 100)).toHaveLength(1);
});

test('all that fit together, with both discounts, are green together', async () => {
  let tip = 'main';
  for (const name of EFFORTS.filter((one) => one !== 'receipts')) {
    const { tree, conflicts } = merged(tip, `effort/${name}`);
    const whole = conflicts.reduce((at, path) => resolved(at, path, (ours, theirs) => ours + theirs), tree);
    tip = commitOf(whole, git('rev-parse', tip), git('rev-parse', `effort/${name}`));
  }

  expect(await gates(tip)).toMatchObject({ test: 0, lint: 0 });
});
