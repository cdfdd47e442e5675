import type { ChangedLines } from '../../../../domain/gate/missing.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import type { Git } from '../../process/run.ts';

const FLAGS = ['-r', '-p', '-U0', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color'];

/** Reads the lines that are in one of two commits only, each side as one text; null: git cannot say. @see git-diff-tree(1) */
export async function changedLines(git: Git, from: Sha, to: Sha): Promise<ChangedLines | null> {
  const answer = await git(['diff-tree', ...FLAGS, from, to]).catch(() => null);
  return answer === null ? null : sidesOf(answer.stdout);
}

function sidesOf(patch: string): ChangedLines {
  const sides = { '-': [] as string[], '+': [] as string[] };
  let in_hunk = false;
  for (const line of patch.split('\n')) {
    const first = line[0];
    if (first === '@') in_hunk = true;
    else if (in_hunk && (first === '-' || first === '+')) sides[first].push(line.slice(1));
    // "\ No newline at end of file" belongs to the hunk; anything else begins the next file.
    else if (first !== '\\') in_hunk = false;
  }
  return { removed: text(sides['-']), added: text(sides['+']) };
}

const text = (lines: readonly string[]) => Buffer.from(lines.join('\n'), 'latin1').toString('utf8');
