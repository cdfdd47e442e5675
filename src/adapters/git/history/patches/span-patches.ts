import type { FilePatch } from '../../../../domain/landed/patch.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import type { Git } from '../../process/run.ts';
import { PATCH_FLAGS, PATCH_SETTINGS, parsePatches } from './patch-text.ts';

/** Reads what each of any number of spans changes, in one process. @see git-diff-tree(1), `--stdin` */
export async function spanPatches(
  git: Git,
  spans: readonly { readonly from: Sha; readonly to: Sha }[],
): Promise<readonly (readonly FilePatch[])[]> {
  if (spans.length === 0) return [];
  const input = spans.map(({ from, to }) => `${to} ${from}\n`).join('');
  const args = ['diff-tree', '--stdin', '--always', '-r', ...PATCH_FLAGS];
  const { stdout } = await git(args, { input, settings: PATCH_SETTINGS });
  const answers: FilePatch[][] = [];
  parsePatches(stdout, (line, at) => {
    if (line !== spans[answers.length]?.to) return null;
    const files: FilePatch[] = [];
    answers.push(files);
    return { files, next: at + line.length + 1 };
  });
  return spans.map((_, index) => answers[index] ?? []);
}
