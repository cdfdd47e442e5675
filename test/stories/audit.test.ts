/** `intorch audit`: what landings took back of what had landed before, in a repository as it is. */
import { expect, it } from 'vitest';
import { described } from '../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';
import { cli, operatorsOwn } from '../support/stories.ts';

const numbered = (name: string, changed: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 12 }, (_, at) => `${changed[at] ?? `export const ${name}${at} = ${at};`}\n`).join('');
const FIXED = numbered('lib', { 5: 'export const lib5 = six();' });
const TEST = "test('windows fix', () => {\n  assert.equal(lib5, 6);\n});\n";

/** A fix lands by a merge, a squash of a stale tree takes it back, and a later landing brings it in again. */
async function past() {
  const repo = await makeRepository({
    main: [{ 'lib.js': numbered('lib'), 'caf\u00e9 x.js': 'one();\n' }],
    topic: {
      from: 'main',
      commits: [described({ 'lib.js': FIXED, 'win.test.js': TEST }, { message: 'fix: windows' })],
    },
  });
  await repo.commit('main', { 'other.js': 'x();\n' }, { message: 'feat: other' });
  await repo.commit(
    'main',
    { 'lib.js': FIXED, 'win.test.js': TEST },
    { message: "Merge branch 'topic'", merges: ['topic'] },
  );
  const squash = { 'lib.js': numbered('lib'), 'win.test.js': null, 'feature.js': 'feature();\n' };
  await repo.commit('main', squash, { message: 'feat: a feature (#9)' });
  return repo;
}

const short = async (repo: TestRepository, rev: string) => (await repo.tip(rev)).slice(0, 8);

it('names the commit, the landing that took it back, and the test that went', async () => {
  const repo = await past();
  const fix = await short(repo, 'topic');
  const squash = await short(repo, 'main');

  const { status, out } = await cli(repo, 'audit');

  expect(status).toBe(0);
  expect(out).toBe(`1 commit was taken back without a word by 1 of 4 landings up to ${squash}:

${fix} "fix: windows"
  by ${squash} "feat: a feature (#9)" on 2026-01-05: 4 of 4 lines, with its test "windows fix", in lib.js, win.test.js
`);
});

it('says that a commit came in again, and which landings say what they take back', async () => {
  const repo = await past();
  const squash = await short(repo, 'main');
  await repo.commit(
    'main',
    { 'lib.js': FIXED, 'win.test.js': TEST },
    { message: `Mend what ${squash} broke` },
  );
  const mended = await short(repo, 'main');

  const { out } = await cli(repo, 'audit', 'main');

  expect(out).toContain(`in lib.js, win.test.js; it came in again with ${mended}\n`);
  expect(out).toContain(`1 commit was taken back by landings that say so:
  ${squash} "feat: a feature (#9)" by ${mended}: it names the commit
`);
});

it('is Markdown and JSON as well', async () => {
  const repo = await past();
  const fix = await short(repo, 'topic');
  const squash = await repo.tip('main');

  const document = (await cli(repo, 'audit', '--markdown')).out;
  const said = JSON.parse((await cli(repo, 'audit', '--json')).out);

  expect(document).toContain(
    `| \`${fix}\` fix: windows | \`${squash.slice(0, 8)}\` feat: a feature (#9) | 2026-01-05 |`,
  );
  expect(said).toMatchObject({
    type: 'audit',
    tip: squash,
    landings: 4,
    taken_back: [
      { subject: 'fix: windows', by: [{ commit: squash, lines: 4, of_lines: 4, tests: ['windows fix'] }] },
    ],
  });
});

it('looks at a range alone, and compares it with what landed before it', async () => {
  const repo = await past();

  expect((await cli(repo, 'audit', 'main~1..main')).out).toContain('by 1 of 1 landing up to');
  expect((await cli(repo, 'audit', 'main~3..main~1')).out).toContain(
    'Nothing was taken back without a word in 2 landings',
  );
  expect(await cli(repo, 'audit', 'nothing')).toMatchObject({ status: 2 });
  expect(await cli(repo, 'audit', '--output=x..main')).toMatchObject({ status: 2 });
});

it('changes nothing, whatever is configured, and needs no settings', async () => {
  const repo = await past();
  for (const [key, value] of [
    ['diff.noprefix', 'true'],
    ['diff.renames', 'false'],
    ['diff.context', '9'],
    ['diff.orderFile', '/dev/null'],
    ['diff.external', 'false'],
    ['log.showSignature', 'true'],
    ['log.follow', 'true'],
    ['color.ui', 'always'],
    ['core.quotePath', 'false'],
  ] as const)
    await repo.git('config', key, value);
  const before = [await operatorsOwn(repo), await repo.objects(), await repo.git('for-each-ref')];

  expect((await cli(repo, 'audit')).out).toContain('4 of 4 lines, with its test "windows fix"');
  expect([await operatorsOwn(repo), await repo.objects(), await repo.git('for-each-ref')]).toEqual(before);
});

it('reads an empty range, and a history of one commit', async () => {
  const repo = await makeRepository({ main: [{ a: 'one\n' }] });

  expect((await cli(repo, 'audit')).out).toContain('Nothing was taken back without a word in 1 landing');
  expect((await cli(repo, 'audit', 'main..main')).out).toContain(
    'Nothing was taken back without a word in 0 landings',
  );
});

const SIDES = ['left', 'right'].map((name) => `${numbered(name).replaceAll(';', `; // ${name}`)}`);

/** A merge that was resolved by taking one side, or kept both. */
async function merged(result: string, message: string) {
  const [left = '', right = ''] = SIDES;
  const repo = await makeRepository({
    main: [{ 'lib.js': numbered('lib') }],
    topic: { from: 'main', commits: [{ 'lib.js': `${numbered('lib')}${right}` }] },
  });
  await repo.commit('main', { 'lib.js': `${left}${numbered('lib')}` });
  await repo.commit('main', { 'lib.js': result }, { message, merges: ['topic'] });
  return { repo, merge: (await repo.tip('main')).slice(0, 8) };
}

it('names merges that lost lines of one side', async () => {
  const [left = ''] = SIDES;
  const { repo, merge } = await merged(`${left}${numbered('lib')}`, "Merge branch 'topic'");

  const { out } = await cli(repo, 'audit');

  expect(out).toContain(`1 merge lacks lines of one side:
  ${merge} "Merge branch 'topic'" on 2026-01-05: 12 lines of what it merged, in lib.js, such as export const right0 = 0; // right
`);
  expect((await cli(repo, 'audit', '--markdown')).out).toContain('## Lines That Merges Lost\n\n- ');
  expect(JSON.parse((await cli(repo, 'audit', '--json')).out).lost).toMatchObject([
    { path: 'lib.js', side: 'incoming', lines: 12 },
  ]);
});

it.each([
  ['a merge that kept both', `${SIDES[0]}${numbered('lib')}${SIDES[1]}`, "Merge branch 'topic'"],
  ['one that brings a release branch forward', `${SIDES[0]}${numbered('lib')}`, "Merge branch 'release/1.x'"],
])('says nothing of %s', async (_which, result, message) => {
  const { repo } = await merged(result, message);

  expect((await cli(repo, 'audit')).out).not.toContain('of one side');
});

/** Two squashes, the second of which was written on the given day of a month; the first, from the 1st to the 10th. */
async function twoLandings(written: number) {
  const repo = await makeRepository({ main: [{ 'lib.js': numbered('lib') }] });
  await land(repo, 'src/date.js', 'fix: dates (#8)\n\nFixes #5', [1, 10]);
  await land(repo, 'src/time.js', 'feat: times (#9)\n\nCloses #5', [written, 12]);
  return repo;
}

async function land(
  repo: TestRepository,
  path: string,
  message: string,
  [written, landed]: readonly [number, number],
) {
  const text = `export function parseDate(text) {\n  return '${path}' + text;\n}\n`;
  const at = (day: number) => `A <a@example.org> ${1_770_000_000 + day * 86_400} +0000`;
  const data = (content: string) => `data ${content.length}\n${content}\n`;
  const from = `from ${await repo.tip('main')}\n`;
  const commit = `commit refs/heads/main\nauthor ${at(written)}\ncommitter ${at(landed)}\n`;
  await repo.gitWithInput(
    `${commit}${data(message)}${from}M 100644 inline ${path}\n${data(text)}`,
    'fast-import',
    '--quiet',
  );
}

it('names what landings did twice that were open at the same time', async () => {
  const repo = await twoLandings(3);
  const [one, two] = [await short(repo, 'main~1'), await short(repo, 'main')];

  const { out } = await cli(repo, 'audit');

  expect(out).toContain(`2 things were done twice by landings that were open at the same time:
  issue #5: ${one} "fix: dates (#8)", ${two} "feat: times (#9)"
  the name parseDate: ${one} "fix: dates (#8)" in src/date.js, ${two} "feat: times (#9)" in src/time.js
`);
  expect((await cli(repo, 'audit', '--markdown')).out).toContain('## Done Twice');
  expect(JSON.parse((await cli(repo, 'audit', '--json')).out).double_work).toMatchObject([
    { kind: 'issue', what: '#5' },
    { kind: 'name', what: 'parseDate', by: [{ path: 'src/date.js' }, { path: 'src/time.js' }] },
  ]);
});

it('does not call twice what was written after the other had landed', async () => {
  expect((await cli(await twoLandings(11), 'audit')).out).not.toContain('done twice');
});
