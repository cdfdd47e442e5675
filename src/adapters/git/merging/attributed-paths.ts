import type { CallOptions, Git } from '../process/run.ts';

/** Finds the paths with an attribute that affects how they are merged, or whether they are text. */
export async function pathsWithRules(
  git: Git,
  paths: readonly string[],
  call: CallOptions,
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const input = paths.map((path) => `${path}\0`).join('');
  const { stdout } = await git(['check-attr', '--stdin', '-z', 'merge', 'diff'], { ...call, input });
  const fields = stdout.split('\0');
  const ruled = new Set<string>();
  let answers = 0;
  for (let at = 0; at + 2 < fields.length; at += 3) {
    answers += 1;
    if (fields[at + 2] !== 'unspecified') ruled.add(fields[at] ?? '');
  }
  // Trust only a complete answer; otherwise treat all paths as affected.
  return answers === 2 * paths.length ? ruled : new Set(paths);
}
