import {
  type Audit,
  type AuditReport,
  afterLanding,
  COMPARED_LANDINGS,
  type Landing,
  NO_AUDIT,
} from '../domain/landed/audit.ts';
import { type CommitGraph, commitGraph } from '../domain/shared/commit-graph.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { History } from '../ports/git.ts';

/** So many landings are read at once: what is held in memory does not grow with the range. */
const AT_ONCE = 100;

/**
 * Finds what the landings of a range (`A..B`, or `B` for the newest 200 of it) took back of what had landed before them. Reads commits, the
 * newest 20,000 of them, and nothing else. @throws WRONG_USE for names of no commit
 */
export async function auditOf(history: History, range: string): Promise<AuditReport> {
  const [first = '', second] = range.split(/\.{2,3}/);
  const tip = await commitOf(history, (second ?? first) || 'HEAD');
  const base = second === undefined ? null : await commitOf(history, first || 'HEAD');
  const graph = commitGraph(await history.newestCommits(tip));
  const line = graph.lineOf(tip);
  const below = base === null ? null : graph.reach([base]);
  const end = below === null ? COMPARED_LANDINGS : line.findIndex((commit) => below.has(commit));
  const judged = line.slice(0, end < 0 ? line.length : end);
  const brought_by = landingsOf(graph, line);
  let audit: Audit = NO_AUDIT;
  for (let to = Math.min(line.length, judged.length + COMPARED_LANDINGS); to > 0; to -= AT_ONCE) {
    const some = line.slice(Math.max(0, to - AT_ONCE), to);
    for (const landing of (await read(history, some, line[to] ?? null, brought_by)).toReversed())
      audit = afterLanding(audit, landing, !judged.includes(landing.commit));
  }
  return { tip, landings: judged.length, taken_back: [...audit.taken_back.values()] };
}

/** A branch, a tag or a commit, or so many landings before one: `main~50`. */
async function commitOf(history: History, name: string): Promise<Sha> {
  const [, named = name, steps = '0'] = /^(.*?)(?:~(\d{1,6}))?$/s.exec(name) ?? [];
  const found = await history.resolve(named);
  const commit = found === null || steps === '0' ? found : await history.before(found, Number(steps), []);
  if (commit === null) throw new IntorchError('WRONG_USE', `There is no commit ${name}`);
  return commit;
}

/** Returns the landing that brought each commit. Expects the line newest first. */
function landingsOf({ parentsOf }: CommitGraph, line: readonly Sha[]): ReadonlyMap<Sha, Sha> {
  const brought_by = new Map<Sha, Sha>();
  for (const landing of line.toReversed()) {
    const found = [landing];
    for (let commit = found.pop(); commit !== undefined; commit = found.pop()) {
      if (brought_by.has(commit)) continue;
      brought_by.set(commit, landing);
      found.push(...parentsOf(commit));
    }
  }
  return brought_by;
}

/** Reads landings that follow each other, newest first, with the commits that each brought. */
async function read(
  history: History,
  [tip, ...older]: readonly Sha[],
  before: Sha | null,
  brought_by: ReadonlyMap<Sha, Sha>,
): Promise<readonly Landing[]> {
  if (tip === undefined) return [];
  const range = { tip, without: before === null ? [] : [before] };
  const commits = await history.landedPatches({ ...range, by: 'commits' });
  const known = new Map(commits.map((patch) => [patch.commit, patch]));
  const are_known = [tip, ...older].every((commit) => known.has(commit));
  const landings = are_known ? commits : await history.landedPatches({ ...range, by: 'landings' });
  const brought = Map.groupBy(commits, ({ commit }) => brought_by.get(commit));
  return landings.map((landing) => ({ ...landing, brought: brought.get(landing.commit) ?? [] }));
}

/** For measuring. */
export async function auditLandings(history: History, n: number, name: string) {
  const tip = await commitOf(history, name);
  const graph = commitGraph(await history.newestCommits(tip));
  const line = graph.lineOf(tip);
  const some = line.slice(0, n);
  return {
    landings: await read(history, some, line[n] ?? null, landingsOf(graph, line)),
    before: line[n] ?? (line.at(-1) as Sha),
  };
}
