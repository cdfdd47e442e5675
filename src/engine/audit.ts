import {
  type FullAudit,
  type LandedChange,
  type LandedTwice,
  landedChange,
  landedTwice,
  tieOfLandings,
} from '../domain/double-work/landed-twice.ts';
import {
  type Audit,
  afterLanding,
  COMPARED_LANDINGS,
  type Landing,
  NO_AUDIT,
} from '../domain/landed/audit.ts';
import type { LostInMerge } from '../domain/landed/lost-in-merge.ts';
import { type CommitGraph, commitGraph } from '../domain/shared/commit-graph.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { History } from '../ports/git.ts';
import { doubleWorkOf } from './double-work.ts';
import { lostInMerges } from './lost-in-merges.ts';

/** So many landings are read at once: what is held in memory does not grow with the range. */
const AT_ONCE = 100;

/**
 * Finds what the landings of a range (`A..B`, or `B` for the newest 200 of it) took back of what had landed before them, what merges lost, and
 * what was done twice. Reads commits, the newest 20,000 of them, and nothing else. @throws WRONG_USE for names of no commit
 */
export async function auditOf(history: History, range: string): Promise<FullAudit> {
  const [first = '', second] = range.split(/\.{2,3}/);
  const tip = await commitOf(history, (second ?? first) || 'HEAD');
  const base = second === undefined ? null : await commitOf(history, first || 'HEAD');
  const graph = commitGraph(await history.newestCommits(tip));
  const line = graph.lineOf(tip);
  const below = base === null ? null : graph.reach([base]);
  const end = below === null ? COMPARED_LANDINGS : line.findIndex((commit) => below.has(commit));
  const judged = line.slice(0, end < 0 ? line.length : end);
  const brought_by = landingsOf(graph, line);
  const place = new Map(line.map((landing, at) => [landing, at]));
  const placeOf = (commit: Sha) => place.get(brought_by.get(commit) ?? commit) ?? -1;
  const isBefore = (commit: Sha, landing: Sha) => placeOf(commit) > placeOf(landing);
  const is_judged = new Set(judged);
  let audit: Audit = NO_AUDIT;
  const lost: LostInMerge[] = [];
  let lost_unknown: string | null = null;
  const twice = twiceIn(history);
  for (let to = Math.min(line.length, judged.length + COMPARED_LANDINGS); to > 0; to -= AT_ONCE) {
    const some = line.slice(Math.max(0, to - AT_ONCE), to);
    const landings = (await read(history, some, line[to] ?? null, brought_by)).toReversed();
    for (const landing of landings) audit = afterLanding(audit, landing, !is_judged.has(landing.commit));
    const asked = landings.filter(({ commit }) => is_judged.has(commit));
    try {
      lost.push(...(await lostInMerges(history, graph, isBefore, asked)));
    } catch (thrown) {
      if (!(thrown instanceof IntorchError)) throw thrown;
      lost_unknown = thrown.message;
    }
    await twice.add(
      asked.flatMap((landing) => landedChange(landing) ?? []),
      line[to] ?? null,
    );
  }
  const taken_back = [...audit.taken_back.values()];
  return { tip, landings: judged.length, taken_back, lost, lost_unknown, double_work: twice.found() };
}

/** Compares landings with those read with them and those read before: what was open longer is not seen. */
function twiceIn(history: History) {
  let before: { readonly changes: readonly LandedChange[]; readonly base: Sha | null } | null = null;
  const found = new Map<string, LandedTwice>();
  return {
    add: async (changes: readonly LandedChange[], base: Sha | null) => {
      const all = [...(before?.changes ?? []), ...changes];
      const trees = { before: before === null ? base : before.base, of: (commit: Sha) => commit };
      const work = await doubleWorkOf(history, all, tieOfLandings(all), trees);
      for (const one of landedTwice(work, all))
        found.set([one.kind, one.what, one.by[0]?.commit].join(), one);
      before = { changes, base };
    },
    found: () => [...found.values()],
  };
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
