/** This folder: reads the lines that commits change. */
import type { MarkedLine } from '../../../../domain/conflict/facts/touched.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import { decodePath } from '../../process/path-bytes.ts';
import type { Git } from '../../process/run.ts';
import { decodeText } from './patch-text.ts';

/** Whole files stand in the patch: what a change is in is read from the lines above it. */
const FLAGS = [
  '-r',
  '-p',
  '-U1000000',
  '--no-renames',
  '--diff-filter=M',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
];

/**
 * Reads modified files with what two commits changed in them, by path, for any number of spans; one git process serves them all. A span that
 * git cannot compare, and all if it is too much, has no files. @see git-diff-tree(1), `--stdin`
 */
export async function changedFiles(
  git: Git,
  spans: readonly { readonly from: Sha; readonly to: Sha }[],
  paths: readonly string[],
): Promise<readonly ReadonlyMap<string, readonly MarkedLine[]>[]> {
  const none = spans.map(() => new Map());
  if (spans.length === 0 || paths.length === 0) return none;
  const input = spans.map(({ from, to }) => `${to} ${from}\n`).join('');
  const answer = await git(['diff-tree', '--stdin', '--always', ...FLAGS, '--', ...paths], {
    input,
    ok: 'any',
  }).catch(() => null);
  if (answer?.exit_code !== 0) return none;
  const found = filesOf(
    answer.stdout,
    spans.map(({ to }) => to),
  );
  return found.length === spans.length ? found : none;
}

function filesOf(
  patch: string,
  names: readonly string[],
): readonly ReadonlyMap<string, readonly MarkedLine[]>[] {
  const answers: Map<string, MarkedLine[]>[] = [];
  let file: MarkedLine[] | null = null;
  for (const line of patch.split('\n')) {
    const mark = line[0];
    if (file !== null && (mark === ' ' || mark === '-' || mark === '+')) {
      file.push({ mark, text: decodeText(line.slice(1)) });
    } else if (line === names[answers.length]) {
      answers.push(new Map());
      file = null;
    } else if (line.startsWith('+++ ')) {
      // The path of an unquoted name begins after `b/` and ends before a tab.
      const path = line.startsWith('+++ b/') ? decodePath(line.slice(6).replace(/\t$/, '')) : null;
      file = [];
      if (path !== null) answers.at(-1)?.set(path, file);
    } else if (line.startsWith('diff --git ')) file = null;
  }
  return answers;
}
