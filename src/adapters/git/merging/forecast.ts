import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import { treeOf } from '../objects/trees.ts';
import type { Setting } from '../process/environment.ts';
import { gitFailure, lastWords, saysUnwritable } from '../process/failure.ts';
import { writingInto } from '../process/object-folders.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { CallOptions, Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import type { AttributesOf } from './attributes.ts';
import { blobComparer } from './blob-ranges.ts';
import { type ChangeReader, type PartedPair, partingOf, surelyClean } from './hunk-filter.ts';
import { changeLister } from './listed-changes.ts';
import { branchesToLift, liftedOnto, settledIn } from './on-target.ts';
import { type LooseCommits, looseCommits, looseStandIn } from './stand-in.ts';

interface ForecastMerge {
  /** null: the merge failed, or was not needed to know that it is clean. */
  readonly tree: Sha | null;
  readonly conflicted: readonly string[];
  /** Why git could not merge the pair at all, e.g. unrelated histories. */
  readonly failed: string | null;
}

export interface Forecasts {
  /** Merges many pairs in a temporary folder, leaving nothing in the repository. Returns the results in the order of the pairs. */
  readonly merges: (pairs: readonly PartedPair[], attributes_from: Sha) => Promise<readonly ForecastMerge[]>;
  /** The same without the trees, so that most merges can be skipped. `onDoubtful` gets the places of the others before they are made, where it knows any to be clean. */
  readonly conflicts: (
    pairs: readonly PartedPair[],
    attributes_from: Sha,
    onDoubtful?: (places: readonly number[]) => void,
  ) => Promise<readonly ForecastMerge[]>;
}

/** Objects written here are always thrown away. */
const THROW_AWAY: readonly Setting[] = [
  ['core.fsync', 'none'],
  ['core.looseCompression', '0'],
];
const MERGE = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages'];
const CLEAN: ForecastMerge = { tree: null, conflicted: [], failed: null };
/** Limit of concurrent processes when each pair needs its own. */
const AT_ONCE = 4;

/** Creates the forecaster of a repository; `own_objects` lists folders that it reads beside it. `batches` returns whether its git can merge many pairs in one process (2.39). */
export function forecaster(
  git: Git,
  git_dir: string,
  scratch: Scratch,
  {
    attributes,
    changes,
    batches,
    own_objects,
  }: {
    readonly attributes: AttributesOf;
    readonly changes: ChangeReader;
    readonly batches: () => Promise<boolean>;
    readonly own_objects: readonly string[];
  },
): Forecasts {
  const inFolder = async (folder: string, attributes_from: Sha): Promise<CallOptions> => {
    await mkdir(join(folder, 'pack'));
    const call = await attributes(attributes_from);
    const settings = [...call.settings, ...THROW_AWAY];
    return { ...call, settings, env: { ...call.env, ...writingInto(folder, git_dir, own_objects) } };
  };
  const mergeAll = async (pairs: readonly PartedPair[], loose: LooseCommits, options: CallOptions) => {
    const ready = await Promise.all(pairs.map((pair) => looseStandIn(git, pair, loose)));
    const keys = ready.map(({ onto, incoming }) => `${onto} ${incoming}`);
    const each = new Map(keys.map((key, index) => [key, ready[index] as PartedPair]));
    const asked = [...each.values()];
    const merged = (await batches())
      ? await mergeInBatches(git, asked, options)
      : await mergeEach(git, asked, options);
    const outcomes = new Map([...each.keys()].map((key, index) => [key, merged[index] as ForecastMerge]));
    return keys.map((key, index) => named(outcomes.get(key) ?? CLEAN, pairs[index], ready[index]));
  };
  const merges: Forecasts['merges'] = async (pairs, target) =>
    pairs.length === 0
      ? []
      : scratch.throwAway(async (folder) =>
          mergeAll(pairs, looseCommits(folder), await inFolder(folder, target)),
        );

  const conflicts: Forecasts['conflicts'] = async (pairs, target, onDoubtful = () => {}) => {
    if (pairs.length === 0) return [];
    const call = await attributes(target);
    const doubtful = async (some: readonly PartedPair[], of: ChangeReader) => {
      const clean = await surelyClean(git, some, of, call);
      return some.filter((pair) => !clean.has(pair));
    };
    const open = pairs.filter((pair) => !isFastForward(pair));
    const first = await doubtful(
      open.filter(({ onto }) => onto === target),
      changes,
    );
    return scratch.throwAway(async (folder) => {
      const options = await inFolder(folder, target);
      const loose = looseCommits(folder);
      const onTarget = new Map<Sha, ForecastMerge>();
      const merge = async (some: readonly PartedPair[]) => {
        const merged = some.length === 0 ? [] : await mergeAll(some, loose, options);
        for (const [index, { onto, incoming }] of some.entries())
          if (onto === target) onTarget.set(incoming, merged[index] as ForecastMerge);
        return new Map(some.map((pair, index) => [pair, merged[index] as ForecastMerge]));
      };
      await merge(first);
      const settle = settledIn(new Map([...onTarget].map(([tip, { conflicted }]) => [tip, conflicted])));
      const now = new Map(open.filter(({ onto }) => onto !== target).map((pair) => [pair, settle(pair)]));
      const others = await doubtful([...now.values()], changes);
      const isDoubtful = new Set([...first, ...others]);
      if (isDoubtful.size < open.length)
        onDoubtful(pairs.flatMap((pair, place) => (isDoubtful.has(now.get(pair) ?? pair) ? [place] : [])));
      await merge(branchesToLift(target, others).filter(({ incoming }) => !onTarget.has(incoming)));
      const root = loose.commit(await treeOf(git, target), []);
      const above = new Map(
        [...onTarget].flatMap(([tip, { tree }]) =>
          tree === null ? [] : [[tip, loose.commit(tree, [root])] as const],
        ),
      );
      const lifted = new Map(others.map((pair) => [pair, liftedOnto(target, pair, above)]));
      const inside = Object.assign<Git, Git>(
        ((args, more) => git(args, { ...more, env: { ...options.env, ...more?.env } })) as Git,
        git,
      );
      const near = {
        list: changeLister(inside),
        ranges: blobComparer(git, scratch, git_dir, [...own_objects, folder]),
      };
      const onTop = [...lifted.values()].filter(({ onto }) => loose.has(onto));
      const asTheyAre = [...lifted.values()].filter(({ onto }) => !loose.has(onto));
      const outcomes = await merge([...(await doubtful(onTop, near)), ...asTheyAre]);
      return pairs.map((pair) => {
        if (pair.onto === target) return onTarget.get(pair.incoming) ?? CLEAN;
        return outcomes.get(lifted.get(now.get(pair) ?? pair) ?? pair) ?? CLEAN;
      });
    });
  };
  return { merges, conflicts };
}

/** If one commit is the merge base, the other is a descendant: the merge is clean. */
function isFastForward(pair: PartedPair): boolean {
  const [base, other] = partingOf(pair) ?? [];
  return base !== undefined && base === other && (base === pair.onto || base === pair.incoming);
}

/** Merges pairs in batches. An unmergeable pair ends git's batch: it runs alone to get the reason, the rest in a new batch. */
async function mergeInBatches(
  git: Git,
  pairs: readonly PartedPair[],
  options: CallOptions,
): Promise<readonly ForecastMerge[]> {
  const done: ForecastMerge[] = [];
  while (done.length < pairs.length) {
    const rest = pairs.slice(done.length);
    const input = rest.map(({ onto, incoming }) => `${onto} ${incoming}\n`).join('');
    const { stdout } = await git([...MERGE, '--stdin'], { ...options, input, ok: 'any' });
    done.push(...parseBatch(stdout).slice(0, rest.length));
    const stopped_at = pairs[done.length];
    if (stopped_at) done.push(await mergeOne(git, stopped_at, options));
  }
  return done;
}

/** Puts the names of a pair in place of those that git merged: it names files by them that had to make room. */
function named(outcome: ForecastMerge, pair?: PartedPair, by?: PartedPair): ForecastMerge {
  if (pair === undefined || by === undefined || pair === by) return outcome;
  const rename = (path: string) =>
    path.replace(`~${by.onto}`, `~${pair.onto}`).replace(`~${by.incoming}`, `~${pair.incoming}`);
  return { ...outcome, conflicted: outcome.conflicted.map(rename) };
}

async function mergeEach(
  git: Git,
  pairs: readonly PartedPair[],
  options: CallOptions,
): Promise<readonly ForecastMerge[]> {
  const done: ForecastMerge[] = [];
  for (let at = 0; at < pairs.length; at += AT_ONCE) {
    done.push(
      ...(await Promise.all(pairs.slice(at, at + AT_ONCE).map((pair) => mergeOne(git, pair, options)))),
    );
  }
  return done;
}

async function mergeOne(
  git: Git,
  { onto, incoming }: PartedPair,
  options: CallOptions,
): Promise<ForecastMerge> {
  const { exit_code, stdout, stderr } = await git([...MERGE, onto, incoming], { ...options, ok: 'any' });
  const [tree = '', ...paths] = stdout.split('\0').slice(0, -1);
  if (exit_code === 0 || (exit_code === 1 && parseSha(tree) !== null)) {
    return { tree: parseSha(tree), conflicted: paths.map(decodePath), failed: null };
  }
  // A full disk is no fault of the pair.
  if (saysUnwritable(stderr))
    throw gitFailure({
      args: MERGE,
      git_dir: null,
      exit_code,
      stderr,
      timed_out: false,
      failed_to_start: null,
    });
  return {
    tree: null,
    conflicted: [],
    failed: lastWords(stderr) || `git merge-tree ended with ${exit_code}`,
  };
}

/** Parses `( <clean: 1 or 0> NUL <tree> NUL ( <path> NUL )* NUL )*`. Only a complete answer ends with the empty field. */
function parseBatch(stdout: string): ForecastMerge[] {
  const answers: ForecastMerge[] = [];
  let answer: string[] = [];
  for (const field of stdout.split('\0').slice(0, -1)) {
    if (field !== '') {
      answer.push(field);
      continue;
    }
    const [, tree = '', ...paths] = answer;
    answers.push({ tree: parseSha(tree), conflicted: paths.map(decodePath), failed: null });
    answer = [];
  }
  return answers;
}
