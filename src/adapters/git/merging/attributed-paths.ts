import type { CallOptions, Git } from '../process/run.ts';

/** What an attribute file has to contain before any path can have such an attribute. */
export const RULES = /\bmerge\b|\bbinary\b|\[attr\]|(?<![\w-])diff(?![\w=-])/;

/** Finds the paths with an attribute that affects how they are merged, or makes text of them. A driver that shows them does neither. */
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
    const [path = '', attribute, value] = fields.slice(at, at + 3);
    if (attribute === 'merge' ? value !== 'unspecified' : value === 'set') ruled.add(path);
  }
  // Trust only a complete answer; otherwise treat all paths as affected.
  return answers === 2 * paths.length ? ruled : new Set(paths);
}
