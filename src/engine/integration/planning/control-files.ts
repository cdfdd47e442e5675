import { controlFileFindings } from '../../../domain/integration/plan-facts/control-findings.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** Limit of package.json files to read in each effort. */
const MOST_PACKAGES = 50;

/** Says which efforts change files that programs obey. */
export async function controlFilesOf({ objects }: PlanPorts, looked: readonly Looked[]) {
  const open = looked.filter(({ effort }) => effort.status === 'PENDING');
  const efforts = open.map(async ({ effort: { name, merge_base, tip }, changed }) => {
    const paths = changed.map(({ path }) => path).filter((path) => /(?:^|\/)package\.json$/.test(path));
    const read = paths.slice(0, MOST_PACKAGES);
    const [before, after] = await Promise.all([textsAt(merge_base, read), textsAt(tip, read)]);
    const packages = read.map((path) => ({
      path,
      before: before.get(path) ?? '',
      after: after.get(path) ?? '',
    }));
    return { effort: name, changed, packages };
  });
  return controlFileFindings(await Promise.all(efforts));

  async function textsAt(commit: Sha, read: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (read.length === 0) return new Map();
    const entries = await objects.readEntries(commit, read);
    const texts = await objects.readBlobs([...entries.values()].map(({ blob }) => blob));
    return new Map([...entries].map(([path, { blob }]) => [path, texts.get(blob) ?? '']));
  }
}
