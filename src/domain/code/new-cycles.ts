import { componentsOf, type Graph } from './components.ts';

/** More cycles than this are not listed: all of them can be more than anybody can count. */
const MOST_CYCLES = 10;

/** Returns the nodes that are on a cycle together with one of the given nodes. */
export function onCycleWith(graph: Graph, nodes: ReadonlySet<string>): readonly string[] {
  const components = componentsOf(graph);
  const members = Map.groupBy(components.keys(), (node) => components.get(node));
  return [...members.values()].filter((all) => all.length > 1 && all.some((node) => nodes.has(node))).flat();
}

/**
 * Finds cycles whose members were on no common cycle before: for each new edge that closes one, a shortest one that is not listed yet.
 * Each cycle begins with its new edge, and ends with its first node again.
 */
export function newCycles(before: Graph, after: Graph): readonly (readonly string[])[] {
  const known = componentsOf(before);
  const components = componentsOf(after);
  const found: (readonly string[])[] = [];
  const listed = new Set<string>();
  for (const from of [...after.keys()].sort()) {
    const old = new Set(before.get(from));
    for (const to of after.get(from) ?? []) {
      if (found.length === MOST_CYCLES) return found;
      const component = components.get(from);
      if (component === undefined || component !== components.get(to) || from === to) continue;
      if (old.has(to) || listed.has(edge(from, to))) continue;
      if (known.has(from) && known.get(from) === known.get(to)) continue;
      const back = shortestPath(after, to, from, (node) => components.get(node) === component);
      const cycle = [from, ...back];
      for (const [index, node] of back.entries()) listed.add(edge(cycle[index] ?? '', node));
      found.push(cycle);
    }
  }
  return found;
}

function edge(from: string, to: string): string {
  return `${from}\0${to}`;
}

/** Finds a shortest way from one node to another that can be reached from it, with both ends. */
function shortestPath(
  graph: Graph,
  from: string,
  to: string,
  isAllowed: (node: string) => boolean,
): readonly string[] {
  const previous = new Map<string, string | null>([[from, null]]);
  for (const node of previous.keys()) {
    if (node === to) break;
    for (const next of graph.get(node) ?? [])
      if (!previous.has(next) && isAllowed(next)) previous.set(next, node);
  }
  const path: string[] = [];
  for (let node: string | null = to; node !== null; node = previous.get(node) ?? null) path.unshift(node);
  return path;
}
