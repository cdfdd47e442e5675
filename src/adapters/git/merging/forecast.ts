import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import type { Setting } from '../process/environment.ts';
import { lastWords } from '../process/failure.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { CallOptions, Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import type { AttributesOf } from './attributes.ts';
import { type PartedPair, surelyClean } from './hunk-filter.ts';

interface Foretold {
  /** null when the merge failed, or was not needed to know that it is clean. */
  readonly tree: Sha | null;
  readonly conflicted: readonly string[];
  /** Why git could not merge the pair at all, e.g. unrelated histories. */
  readonly failed: string | null;
}

export interface Foretell {
  /** Merges many pairs whose results go into a folder that is thrown away: nothing is left in the repository. Same order as asked. */
  readonly merges: (pairs: readonly PartedPair[], attributes_from: Sha) => Promise<readonly Foretold[]>;
  /** The same without the trees, which makes most merges unnecessary. */
  readonly conflicts: Foretell['merges'];
}

/** Nothing written here is ever kept. */
const THROW_AWAY: readonly Setting[] = [
  ['core.fsync', 'none'],
  ['core.looseCompression', '0'],
];
const MERGE = ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages'];
const CLEAN: Foretold = { tree: null, conflicted: [], failed: null };
/** Processes at once where each pair needs its own. */
const AT_ONCE = 4;

/** Gives the forecaster of a repository; `batches` says whether its git can merge many pairs in one process (2.39). */
export function forecaster(
  git: Git,
  git_dir: string,
  scratch: Scratch,
  attributes: AttributesOf,
  batches: () => Promise<boolean>,
): Foretell {
  const merges: Foretell['merges'] = async (pairs, attributes_from) => {
    if (pairs.length === 0) return [];
    return scratch.within('objects', async (folder) => {
      await mkdir(join(folder, 'pack'));
      const call = await attributes(attributes_from);
      const options: CallOptions = {
        ...call,
        settings: [...call.settings, ...THROW_AWAY],
        env: {
          ...call.env,
          GIT_OBJECT_DIRECTORY: folder,
          GIT_ALTERNATE_OBJECT_DIRECTORIES: quotedEntry(join(git_dir, 'objects')),
        },
      };
      return (await batches()) ? mergeInBatches(git, pairs, options) : mergeEach(git, pairs, options);
    });
  };
  const conflicts: Foretell['merges'] = async (pairs, attributes_from) => {
    if (pairs.length === 0) return [];
    const call = await attributes(attributes_from);
    // One of the two is all there is when they part at the other.
    const open = pairs.filter(
      ({ onto, incoming, merge_base }) => merge_base !== onto && merge_base !== incoming,
    );
    const clean = await surelyClean(git, open, call);
    const doubtful = open.filter((pair) => !clean.has(pair));
    const merged = await merges(doubtful, attributes_from);
    const outcomes = new Map(doubtful.map((pair, index) => [pair, merged[index]]));
    return pairs.map((pair) => outcomes.get(pair) ?? CLEAN);
  };
  return { merges, conflicts };
}

/** A pair that cannot be merged ends git's whole batch: it is asked again alone, for the reason, and the rest in a new batch. */
async function mergeInBatches(
  git: Git,
  pairs: readonly PartedPair[],
  options: CallOptions,
): Promise<readonly Foretold[]> {
  const done: Foretold[] = [];
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

async function mergeEach(
  git: Git,
  pairs: readonly PartedPair[],
  options: CallOptions,
): Promise<readonly Foretold[]> {
  const done: Foretold[] = [];
  for (let at = 0; at < pairs.length; at += AT_ONCE) {
    done.push(
      ...(await Promise.all(pairs.slice(at, at + AT_ONCE).map((pair) => mergeOne(git, pair, options)))),
    );
  }
  return done;
}

async function mergeOne(git: Git, { onto, incoming }: PartedPair, options: CallOptions): Promise<Foretold> {
  const { exit_code, stdout, stderr } = await git([...MERGE, onto, incoming], { ...options, ok: 'any' });
  const [tree = '', ...paths] = stdout.split('\0').slice(0, -1);
  if (exit_code === 0 || (exit_code === 1 && parseSha(tree) !== null)) {
    return { tree: parseSha(tree), conflicted: paths.map(decodePath), failed: null };
  }
  return {
    tree: null,
    conflicted: [],
    failed: lastWords(stderr) || `git merge-tree ended with ${exit_code}`,
  };
}

/** `( <clean: 1 or 0> NUL <tree> NUL ( <path> NUL )* NUL )*`: only a complete answer has the empty field at its end. */
function parseBatch(stdout: string): Foretold[] {
  const answers: Foretold[] = [];
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

/** The variable is a list with colons; a path with one of its own goes in quotation marks. */
function quotedEntry(path: string): string {
  return /[:"]/.test(path) ? `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : path;
}
