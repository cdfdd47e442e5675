/** Old sessions are removed, with everything that they left and that is somewhere else; what is nowhere else stays. */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeSqlite } from '../../src/adapters/sqlite/node-sqlite.ts';
import type { TestRepository } from '../support/repository.ts';
import { begin } from '../support/session.ts';
import { cli, configured, effort, makeWorld, ONE_GATE } from '../support/stories.ts';

const BRANCH = 'phase1/wave1-integration';
const limited = (more = ONE_GATE) => configured(`sessions: { keep: 1 }\n${more}`);
const TWO = { 'effort/a': effort({ 'a.txt': 'a\n' }), 'effort/b': effort({ 'b.txt': 'b\n' }) };

const refsOf = async (repo: TestRepository) =>
  (await repo.git('for-each-ref', '--format=%(refname)', 'refs/intorch'))
    .split('\n')
    .filter((ref) => ref !== '');
const idsIn = (refs: readonly string[]) => new Set(refs.map((ref) => ref.split('/')[3]));

function rowsOf(repo: TestRepository, session: string): number {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(join(repo.gitDir, 'intorch/intorch.db'), { readOnly: true });
  try {
    const tables = ['sessions', 'events', 'snapshots', 'parts'];
    const count = (table: string) =>
      Number(database.prepare(`SELECT count(*) AS n FROM ${table} WHERE session_id = ?`).get(session)?.['n']);
    return tables.reduce((sum, table) => sum + count(table), 0);
  } finally {
    database.close();
  }
}

/** Lands two efforts, then a third: two sessions, of which one is too many. */
async function landedTwice(config = limited()): Promise<{ repo: TestRepository; first: string }> {
  const repo = await makeWorld({}, TWO, { config });
  expect((await cli(repo, 'run')).status).toBe(0);
  const [first = ''] = idsIn(await refsOf(repo));
  await repo.grow({ 'effort/c': { from: 'main', commits: [{ 'c.txt': 'c\n' }] } });
  expect((await cli(repo, 'run')).status).toBe(0);
  return { repo, first };
}

it('says what would be removed, and removes it: refs, rows and folder', async () => {
  const { repo, first } = await landedTwice();
  const before = await refsOf(repo);

  const look = await cli(repo, 'prune', '--dry-run');

  expect(look.out).toMatch(
    new RegExp(`^would remove ${first} with \\d refs: it is not among the newest 1\\n$`),
  );
  expect(await refsOf(repo)).toEqual(before);
  expect(rowsOf(repo, first)).toBeGreaterThan(10);
  const pruned = await cli(repo, 'prune', '--json');
  expect(JSON.parse(pruned.out)).toMatchObject({
    type: 'pruned',
    dry_run: false,
    sessions: [{ id: first, kept: null, refs: before.filter((ref) => ref.includes(first)).length }],
  });
  expect(idsIn(await refsOf(repo)).has(first)).toBe(false);
  expect(rowsOf(repo, first)).toBe(0);
  await expect(access(join(repo.gitDir, 'intorch/sessions', first))).rejects.toThrow();
  expect((await cli(repo, 'status', '--session', first)).status).toBe(2);
  expect((await cli(repo, 'prune')).out).toBe(
    'Nothing is old: sessions.keep is 1, and sessions.days is 90\n',
  );
});

it('happens by itself before a new session starts', async () => {
  const { repo, first } = await landedTwice();
  await repo.grow({ 'effort/d': { from: 'main', commits: [{ 'd.txt': 'd\n' }] } });

  expect((await cli(repo, 'run')).status).toBe(0);

  expect(idsIn(await refsOf(repo)).has(first)).toBe(false);
});

it('leaves a held result, and a session whose branch stands where it left it', async () => {
  const repo = await makeWorld({}, TWO, { config: limited(`landing: { mode: hold }\n${ONE_GATE}`) });
  await cli(repo, 'run');
  await cli(repo, 'run');
  await cli(repo, 'run');

  const { out } = await cli(repo, 'prune');

  expect(out.match(/^kept .*: its verified result is held, and not in main$/gm)).toHaveLength(2);
  await repo.git('update-ref', 'refs/heads/main', BRANCH);
  expect((await cli(repo, 'prune')).out).toContain(`: ${BRANCH} stands where it left it`);
});

it('leaves the only copy of a branch that its author deleted, and of merges that were taken back', async () => {
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    {
      'effort/a': effort({ 'song.txt': 'uno\n' }),
      'effort/b': effort({ 'song.txt': 'eins\n' }),
    },
    { config: limited() },
  );
  const story = await begin(repo);
  await story.work();
  await story.choose('hold_effort');
  expect(story.state().end?.outcome).toBe('LANDED');
  await story.live.close();
  await repo.git('branch', '-D', 'effort/b');
  await repo.grow({ 'effort/c': { from: 'main', commits: [{ 'c.txt': 'c\n' }] } });
  await cli(repo, 'run');

  expect((await cli(repo, 'prune')).out).toMatch(/^kept .*\/efforts\/b holds commits that no branch has$/m);

  await repo.git('tag', 'kept-b', `refs/intorch/sessions/${story.live.id}/efforts/b`);
  expect((await cli(repo, 'prune')).out).toMatch(/^removed /m);
});

it('removes a session whose edits by hand are in the target', async () => {
  const repo = await makeWorld(
    { 'song.txt': 'one\n' },
    {
      'effort/a': effort({ 'song.txt': 'uno\n' }),
      'effort/b': effort({ 'song.txt': 'eins\n' }),
    },
    { config: limited() },
  );
  await cli(repo, 'run');
  const question = async () => JSON.parse((await cli(repo, 'decide', '--json')).out).questions[0];
  await cli(repo, 'decide', (await question()).id, 'edit');
  await cli(repo, 'resume');
  const { id, facts } = await question();
  const { file } = facts.find(({ kind }: { kind: string }) => kind === 'edited_file');
  await writeFile(file, 'uno und eins\n');
  await cli(repo, 'decide', id, 'done');
  await cli(repo, 'resume');
  expect(await repo.git('show', 'main:song.txt')).toBe('uno und eins');
  await repo.grow({ 'effort/c': { from: 'main', commits: [{ 'c.txt': 'c\n' }] } });
  await cli(repo, 'run');

  expect((await cli(repo, 'prune')).out).toMatch(/^removed /m);
});
