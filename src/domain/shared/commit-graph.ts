import type { Sha } from './ids.ts';

/** Commits with their parents, in any order. What lies below the oldest of them is not known. */
export type Parents = ReadonlyMap<Sha, readonly Sha[]>;

/** A commit whose message names what it reverts. @see git-revert(1) */
export interface Revert {
  readonly commit: Sha;
  /** Names may be cut short. `mainline`: the parent that a reverted merge was made onto; null: it does not say. */
  readonly reverts: readonly { readonly commit: string; readonly mainline: string | null }[];
}

/** A commit on the integration branch that no effort brought. */
export interface ForeignCommit {
  readonly commit: Sha;
  readonly authors: readonly string[];
  readonly subject: string;
  /** Paths that it changes, at most 10, and how many more there are. */
  readonly files: readonly string[];
  readonly more_files: number;
}

/** Questions about the commits that are known of a history. */
export interface CommitGraph {
  readonly parentsOf: (commit: Sha) => readonly Sha[];
  /** Finds the commit of a name that may be cut short; null: none, or several. */
  readonly named: (name: string) => Sha | null;
  /** Returns the given commits with all their ancestors. */
  readonly reach: (from: readonly Sha[]) => ReadonlySet<Sha>;
  /** Returns the merge base of a commit and of what is known by a test; null: there are several, or none that is known. */
  readonly forkOf: (commit: Sha, isKnown: (commit: Sha) => boolean) => Sha | null;
  /** Returns the first-parent line from a commit down, newest first. */
  readonly lineOf: (from: Sha) => readonly Sha[];
  /** Returns the oldest commit of a first-parent line that contains another: itself, or the merge that brought it; null: none does. */
  readonly broughtBy: (line: readonly Sha[], commit: Sha) => Sha | null;
}

/** Creates the graph. */
export function commitGraph(parents: Parents): CommitGraph {
  let children: ReadonlyMap<Sha, readonly Sha[]> | null = null;
  const parentsOf = (commit: Sha) => parents.get(commit) ?? [];
  return {
    parentsOf,
    named: (name) => {
      const found = parents.has(name as Sha)
        ? [name as Sha]
        : [...parents.keys()].filter((commit) => commit.startsWith(name));
      return found.length === 1 ? (found[0] ?? null) : null;
    },
    reach: (from) => walk(from, parentsOf),
    forkOf: (commit, isKnown) => {
      const joins = [...walk([commit], (each) => (isKnown(each) ? [] : parentsOf(each)))].filter(isKnown);
      const older = joins.length > 1 ? walk(joins.flatMap(parentsOf), parentsOf) : new Set();
      const [best, ...more] = joins.filter((each) => !older.has(each));
      return more.length > 0 ? null : (best ?? null);
    },
    lineOf: (from) => firstParents(parents, from),
    broughtBy: (line, commit) => {
      children ??= childrenOf(parents);
      const known = children;
      const above = walk([commit], (each) => known.get(each) ?? []);
      return line.findLast((each) => above.has(each)) ?? null;
    },
  };
}

/** Returns the first-parent line from a commit down, as far as it is known, newest first. */
export function firstParents(parents: Parents, from: Sha): readonly Sha[] {
  const line: Sha[] = [];
  for (let at: Sha | undefined = from; at !== undefined && parents.has(at); at = parents.get(at)?.[0])
    line.push(at);
  return line;
}

function childrenOf(parents: Parents): ReadonlyMap<Sha, readonly Sha[]> {
  const children = new Map<Sha, Sha[]>();
  for (const [commit, above] of parents)
    for (const parent of above) {
      const others = children.get(parent);
      if (others === undefined) children.set(parent, [commit]);
      else others.push(commit);
    }
  return children;
}

/** A branch by its own commits, and by those of the target that they stand on. */
export interface OwnHistory {
  readonly own: Parents;
  readonly joins: readonly Sha[];
}

/** Finds the only merge base of two branches where it is one of their own commits; null: they share none, or there are several. */
export function onlyForkOf(a: OwnHistory, b: OwnHistory): Sha | null {
  const [few, many] = a.own.size < b.own.size ? [a, b] : [b, a];
  const common = [...few.own].filter(([commit]) => many.own.has(commit));
  const below = new Set(common.flatMap(([, parents]) => parents));
  const [head, ...more] = common.filter(([commit]) => !below.has(commit));
  // Whatever both have of the target has to stand below it.
  const isAbove = ({ joins }: OwnHistory) => joins.every((join) => below.has(join));
  return head !== undefined && more.length === 0 && (isAbove(a) || isAbove(b)) ? head[0] : null;
}

function walk(from: readonly Sha[], next: (commit: Sha) => readonly Sha[]): ReadonlySet<Sha> {
  const seen = new Set(from);
  for (const commit of seen) for (const other of next(commit)) seen.add(other);
  return seen;
}
