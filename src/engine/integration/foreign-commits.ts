import type { Facts } from '../../domain/integration/facts.ts';
import type { EnginePorts } from './ports.ts';

/** More commits than these are read by nobody; they are asked about together. */
const MOST_COMMITS = 20;
const MOST_FILES = 10;

/** Reads who made the commits of a line, and what they change; the newest first. */
export async function foreignCommits(
  { history }: Pick<EnginePorts, 'history'>,
  line: Facts['integration_line'],
): Promise<Facts['foreign']> {
  const known = line.slice(0, MOST_COMMITS).map(async ({ commit, parents: [parent] }) => {
    if (parent === undefined) return [];
    const { authors, subject } = await history.branchHistory(commit, parent);
    const paths = (await history.changedPaths(parent, commit)).map(({ path }) => path);
    const more_files = Math.max(0, paths.length - MOST_FILES);
    return [{ commit, authors, subject, files: paths.slice(0, MOST_FILES), more_files }];
  });
  return (await Promise.all(known)).flat();
}
