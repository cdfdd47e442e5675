import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath } from '../../../ports/git.ts';
import { batch } from '../../async/batch.ts';
import { type AttributesOf, byAttributes } from '../merging/attributes.ts';
import type { ComparedCommit, ListChanges } from '../merging/listed-changes.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { CallOptions, Git } from '../process/run.ts';
import { parseChanges } from './numstat.ts';

interface Span {
  readonly from: Sha;
  readonly to: Sha;
}

const FLAGS = [
  '-r',
  '-z',
  '--raw',
  '--numstat',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--no-abbrev',
];
/** Limit of memoized answers: a merge repeats questions of the plan. */
const MOST_KNOWN = 1_000;

/**
 * Lists the changed paths between two commits, with line counts. The attributes of the first commit decide what is binary. Questions of
 * the same tick share one git process.
 */
export function changedPaths(
  git: Git,
  attributes: AttributesOf,
): (from: Sha, to: Sha) => Promise<readonly ChangedPath[]> {
  const known = new Map<string, readonly ChangedPath[]>();
  const ask = batch((spans: readonly Span[]) => changesOf(git, attributes, spans));
  return async (from, to) => {
    const key = `${from} ${to}`;
    const changes = known.get(key) ?? (await ask({ from, to }));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, changes);
    return changes;
  };
}

/** Lists the paths alone: that costs no comparing of files. */
export function touchedPaths(list: ListChanges): (side: ComparedCommit) => Promise<readonly string[]> {
  const ask = batch(list);
  return async (side) => {
    const changes = await ask(side);
    if (changes === null)
      throw new IntorchError('GIT_FAILED', `git cannot compare ${side.base} with ${side.commit}`);
    return [...changes.files.keys()].map(decodePath);
  };
}

async function changesOf(git: Git, attributes: AttributesOf, spans: readonly Span[]) {
  const found = await byAttributes(
    attributes,
    spans,
    ({ from }) => from,
    (some, call) => allOf(git, some, call),
  );
  return found.map((changes) => changes ?? []);
}

/** Compares each commit with a parent of our choice. With `--always`, git prints each commit's name even if nothing changed. */
async function allOf(
  git: Git,
  spans: readonly Span[],
  call: CallOptions,
): Promise<readonly (readonly ChangedPath[])[]> {
  if (spans.length > 1) {
    const input = spans.map(({ from, to }) => `${to} ${from}\n`).join('');
    const args = ['diff-tree', '--stdin', '--always', ...FLAGS];
    const { exit_code, stdout } = await git(args, { ...call, input, ok: 'any' });
    const answers = exit_code === 0 ? answersIn(stdout, spans) : null;
    if (answers !== null) return answers.map(parseChanges);
  }
  return Promise.all(
    spans.map(async ({ from, to }) => {
      const { stdout } = await git(['diff-tree', ...FLAGS, from, to], call);
      return parseChanges(stdout.split('\0').slice(0, -1));
    }),
  );
}

/** Groups the output by question; null: the names do not fit the questions (for example, a tree was given as a commit). */
function answersIn(stdout: string, spans: readonly Span[]): readonly (readonly string[])[] | null {
  const answers: string[][] = [];
  const names: string[] = [];
  let in_raw = false;
  for (const field of stdout.split('\0').slice(0, -1)) {
    if (!in_raw && !field.startsWith(':') && !field.includes('\t')) {
      names.push(field);
      answers.push([]);
      continue;
    }
    in_raw = !in_raw && field.startsWith(':');
    answers.at(-1)?.push(field);
  }
  const fits = names.length === spans.length && spans.every(({ to }, index) => names[index] === to);
  return fits ? answers : null;
}
