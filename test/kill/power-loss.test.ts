/**
 * The power fails in the middle of a run: what it wrote is recorded, done again up to some moment, and all that no flush has brought to the
 * disk by then is forgotten. INTORCH_KILLS sets at how many moments. What is left is resumed, and ends where the run ended.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtProgram, type Place, placeFor, runBuilt } from '../support/built-program.ts';
import { damageOf } from '../support/crash.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';
import { chance, kills } from './support/chance.ts';
import { lossyDisk } from './support/lossy-disk.ts';
import { CAN_RECORD, type Change, changesIn, record } from './support/write-log.ts';

if (!CAN_RECORD) console.error('SKIPPED: strace is not installed or not allowed here');

const ANSWERED = ['--decide', 'recommended'];

/** Two clean efforts, two that collide and are resolved by a policy, and a gate on the result. */
function world(): Promise<TestRepository> {
  const policies = "conflicts: { policies: [{ path: '*', resolve: combine_current_incoming }] }\n";
  const gate = "gates: [{ name: test, command: 'test -e a.txt', parser: exit, when: final }]\n";
  return makeWorld(
    { 'song.txt': 'one\ntwo\nthree\n', 'src/deep/er/a.txt': 'a\n' },
    {
      'effort/a': effort({ 'src/deep/er/one.txt': '1\n', 'a.txt': 'a\n' }),
      'effort/b': effort({ 'song.txt': 'one\nTWO\nthree\n' }),
      'effort/c': effort({ 'song.txt': 'one\nzwei\nthree\n', 'src/deep/c.txt': 'c\n' }),
      'effort/d': effort({ 'src/deep/er/a.txt': 'A\n' }),
    },
    { config: configured(gate + policies) },
  );
}

/** What must be as if the power had stayed. A commit has the date of the start, so it is the same where that was on the disk. */
async function endOf(repo: TestRepository, begun: boolean) {
  return {
    tree: await repo.git('rev-parse', 'main^{tree}'),
    commit: begun ? await repo.git('rev-parse', 'main') : null,
    // What is left in the scratch folder is removed when it is old.
    damage: (await damageOf(repo)).filter((found) => !found.startsWith('intorch/scratch/')),
  };
}

/** Before the integration branch is made, the start is on the disk. What the branch points at is not read: it is not mended yet. */
async function hasBegun(repo: TestRepository): Promise<boolean> {
  return (await repo.git('for-each-ref', '--format=%(refname)', 'refs/heads/phase1/')) !== '';
}

it.skipIf(!CAN_RECORD)(
  'a power cut at any moment changes nothing about the end',
  async () => {
    const repo = await world();
    const home = await temporaryFolder();
    const roots = [repo.dir, home];
    const place: Place = placeFor(repo.dir, home);
    const { node, intorch } = await builtProgram();
    const log = join(await temporaryFolder(), 'writes');
    const untouched = lossyDisk(roots);

    const ran = record(log, [node, intorch, 'run', ...ANSWERED], { cwd: place.dir, env: place.env });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    const expected = await endOf(repo, true);
    const changes = changesIn(await readFile(log, 'latin1'), repo.dir);

    const { seed, next } = chance();
    const moments = changes.flatMap(({ path, type }, at) =>
      isWrite(type) && ours(roots, path) ? [at + 1] : [],
    );
    const stride = Math.max(1, moments.length / kills());
    console.log(`seed ${seed}: one in ${stride.toFixed(1)} of ${moments.length} moments`);
    let done = 0;
    for (let index = next() * stride; index < moments.length; index += stride) {
      const end = moments[Math.floor(index)] ?? changes.length;
      for (const change of changes.slice(done, end)) untouched.apply(change);
      done = end;
      for (const names of ['kept', 'lost'] as const) {
        untouched.restore(names);
        const begun = await hasBegun(repo);
        const where = `${names} after change ${end} of ${changes.length}: ${JSON.stringify(changes[end - 1]).slice(0, 300)}`;
        const { status, out, err } = await runBuilt(place, ['run', '--resume', ...ANSWERED]);
        expect([0, 1], `${where}\n${out}${err}`).toContain(status);
        const wanted = begun ? expected : { ...expected, commit: null };
        expect(await endOf(repo, begun), where).toEqual(wanted);
      }
    }
  },
  3_600_000,
);

function isWrite(type: Change['type']): boolean {
  return type !== 'open' && type !== 'seek';
}

function ours(roots: readonly string[], path: string): boolean {
  return roots.some((root) => path.startsWith(root));
}
