/** The pipelines that come along, on real repositories; and what the engine knows of them: nothing. */
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parsePipelineText } from '../../src/domain/pipeline/file/pipeline-text.ts';
import { builtProgram } from '../support/built-program.ts';
import { runCli } from '../support/cli.ts';
import { makeRepository, temporaryFolder } from '../support/repository.ts';
import { sourceFiles } from '../support/source.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const shipped = (name: string) => join(ROOT, 'pipelines', name);

/** An environment in which `intorch` is the program under test. */
async function environment(): Promise<Record<string, string>> {
  const { node, intorch } = await builtProgram();
  const home = await temporaryFolder();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'intorch'), `#!/bin/sh\nexec '${node}' '${intorch}' "$@"\n`);
  chmodSync(join(bin, 'intorch'), 0o755);
  const names = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@x',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@x',
  };
  return { ...names, PATH: `${bin}:${process.env['PATH']}`, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
}

async function twoRepositories(incoming: Record<string, string>) {
  const main = [{ 'a.txt': '1\n2\n3\n4\n5\n', 'b.txt': 'b\n' }, { 'b.txt': 'b of main\n' }];
  const repo = await makeRepository({
    main: main.slice(0, 1),
    'effort/a': { from: 'main', commits: [incoming] },
  });
  await repo.commit('main', { 'c.txt': 'c\n', 'a.txt': '1\n2\n3\n4\nfive\n' });
  await repo.git('reset', '--hard', 'main');
  const copy = await temporaryFolder();
  cpSync(repo.dir, copy, { recursive: true });
  const env = await environment();
  const merge = (...words: readonly string[]) =>
    runCli(['pipeline', 'run', shipped('safe_merge.json'), '--var', 'BRANCH=effort/a', '--json', ...words], {
      directory: repo.dir,
      env,
    });
  const types = (out: string) =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'step_succeeded' || type === 'step_failed')
      .map(({ step_id }) => step_id);
  return { repo, copy, env, merge, types };
}

const PASSES = 'GATE=grep -q one a.txt && test -e c.txt';

it('safe_merge lands the tree that intorch run lands, in order, and its lock is released', async () => {
  const { repo, copy, env, merge, types } = await twoRepositories({ 'a.txt': 'one\n2\n3\n4\n5\n' });
  const before = await repo.tip('main');

  const { status, out, err } = await merge('--var', PASSES);
  const run = await runCli(
    [
      'run',
      '--efforts',
      'effort/a',
      '--onto',
      'main',
      '--gate',
      'test=grep -q one a.txt',
      '--decide',
      'recommended',
    ],
    { directory: copy, env },
  );

  expect([err, status, run.status]).toEqual(['', 0, 0]);
  expect(await repo.git('rev-parse', 'main^{tree}')).toBe(
    await repo.git('-C', copy, 'rev-parse', 'phase1/wave1-integration^{tree}'),
  );
  expect(await repo.git('rev-parse', 'main^1', 'main^2')).toBe(`${before}\n${await repo.tip('effort/a')}`);
  expect(types(out).filter((id) => !['plan', 'backup', 'doctor', 'preflight'].includes(id))).toEqual([
    'lock',
    'merge',
    'workspace',
    'gates',
    'fast_forward',
    'cleanup',
    'unlock',
  ]);
  expect(await repo.git('for-each-ref', '--format=%(refname)', 'refs/pipelines')).toMatch(
    /^refs\/pipelines\/backup\/PLAN-SAFE-MERGE-\S+$/,
  );
  expect(await repo.git('status', '--porcelain')).toBe('');
  expect((await repo.git('worktree', 'list')).split('\n')).toHaveLength(1);
});

it.each([
  ['a red gate', { 'a.txt': 'one\n2\n3\n4\n5\n' }, 'GATE=false', 'gates'],
  ['a conflict', { 'a.txt': '1\n2\n3\n4\nFIVE\n' }, PASSES, 'merge'],
])('safe_merge moves nothing after %s, and its lock is released', async (_, incoming, gate, failed) => {
  const { repo, merge, types } = await twoRepositories(incoming);
  const before = await repo.tip('main');

  const { status, out } = await merge('--var', gate);

  expect([status, types(out).at(-3)]).toEqual([1, failed]);
  expect(types(out).slice(-2)).toEqual(['cleanup', 'unlock']);
  expect(await repo.tip('main')).toBe(before);
  expect(
    await repo.git('for-each-ref', '--format=%(refname)', 'refs/pipelines/lock', 'refs/pipelines/merged'),
  ).toBe('');
  expect((await repo.git('worktree', 'list')).split('\n')).toHaveLength(1);
});

it('release_check has nothing to do with merging, and runs on the same engine', async () => {
  const manifest = { name: 'x', version: '1.2.3', scripts: { test: 'true' } };
  const repo = await makeRepository({
    main: [{ 'package.json': JSON.stringify(manifest), 'CHANGELOG.md': '## 1.2.3\n' }],
  });
  const env = await environment();
  const check = () =>
    runCli(['pipeline', 'run', shipped('release_check.json'), '--json'], { directory: repo.dir, env });

  expect((await check()).status).toBe(0);
  await repo.git('tag', 'v1.2.3');
  const { status, out } = await check();
  expect([status, JSON.parse(out.trim().split('\n').at(-1) ?? '').failed]).toEqual([1, ['version']]);
});

it('nothing of the engine knows any pipeline', () => {
  const engine = sourceFiles(ROOT, 'src').filter(
    ({ path }) =>
      /^src\/(?:domain\/pipeline|domain\/shared\/scheduling|engine\/pipeline)\//.test(path) ||
      /step-programs|ports\/runs/.test(path),
  );
  const known = [shipped('safe_merge.json'), shipped('release_check.json')].flatMap((file) => {
    const parsed = parsePipelineText(file, readFileSync(file, 'utf8'), ['BRANCH']);
    if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
    return [parsed.pipeline.plan_id, 'safe_merge', 'release_check'];
  });

  expect(engine.length).toBeGreaterThan(20);
  expect(
    engine.flatMap(({ path, code, imports }) => [
      ...known.filter((name) => code.includes(name)).map((name) => `${path} names ${name}`),
      ...(/\b(?:git|merge|branch)\b/i.test(code.replaceAll(/'[^']*\/[^']*'/g, ''))
        ? [`${path} knows git`]
        : []),
      ...imports
        .filter(({ specifier }) => specifier.includes('integration'))
        .map(() => `${path} imports an integration`),
    ]),
  ).toEqual([]);
});
