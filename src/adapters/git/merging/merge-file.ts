import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Objects } from '../../../ports/git.ts';
import type { RunGit } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';

/** The exit status is the number of conflicts, up to this maximum. @see git-merge-file(1) */
const MOST_COUNTED = 127;

/** Merges one text three ways, with diff3 markers. Texts are Latin-1, labels are ordinary text. */
export function mergeFile(
  git: RunGit,
  scratch: Scratch,
  request: Parameters<Objects['mergeFile']>[0],
): ReturnType<Objects['mergeFile']> {
  return scratch.within('merge-file', async (cwd) => {
    const sides = ['current', 'base', 'incoming'] as const;
    await Promise.all(sides.map((side) => writeFile(join(cwd, side), request[side], 'latin1')));
    const labels = request.labels.flatMap((label) => ['-L', label.replace(/[\x00-\x1f\x7f]/g, ' ')]);
    const size = `--marker-size=${request.marker_size}`;
    const { exit_code, stdout } = await git(
      ['merge-file', '-p', '--diff3', size, ...labels, '--', ...sides],
      {
        cwd,
        ok: Array.from({ length: MOST_COUNTED + 1 }, (_, status) => status),
      },
    );
    const conflicts = exit_code ?? 0;
    return {
      text: stdout,
      conflicts: conflicts < MOST_COUNTED ? conflicts : countMarkers(stdout, request.marker_size),
    };
  });
}

function countMarkers(text: string, marker_size: number): number {
  const marker = `${'<'.repeat(marker_size)} `;
  return text.split('\n').filter((line) => line.startsWith(marker)).length;
}
