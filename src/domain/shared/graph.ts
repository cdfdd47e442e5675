/** A directed graph: node -> the nodes it depends on. Names that are not nodes are ignored. */
export type Dependencies<Name extends string> = ReadonlyMap<Name, readonly Name[]>;

/** Finds one cycle, as the path that closes on itself; null when there is none. */
export function findCycle<Name extends string>(graph: Dependencies<Name>): readonly Name[] | null {
  const done = new Set<Name>();
  const visit = (node: Name, path: readonly Name[]): readonly Name[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return null;
}

/** Finds every node that a node depends on, directly or not, without itself. */
export function everythingNeeded<Name extends string>(
  name: Name,
  graph: Dependencies<Name>,
): readonly Name[] {
  const found = new Set<Name>();
  const open = [...(graph.get(name) ?? [])];
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    if (found.has(need)) continue;
    found.add(need);
    open.push(...(graph.get(need) ?? []));
  }
  return [...found];
}

/** Finds every node that depends on one of the given nodes, directly or not. The given nodes themselves are not included. */
export function dependentsOf<Name extends string>(
  graph: Dependencies<Name>,
  roots: readonly Name[],
): ReadonlySet<Name> {
  const found = new Set<Name>();
  let grew = true;
  while (grew) {
    grew = false;
    for (const [node, needs] of graph) {
      if (found.has(node) || roots.includes(node)) continue;
      if (needs.some((need) => roots.includes(need) || found.has(need))) {
        found.add(node);
        grew = true;
      }
    }
  }
  return found;
}

/** Checks whether an order puts every node after the nodes it depends on. */
export function respectsDependencies<Name extends string>(
  order: readonly Name[],
  graph: Dependencies<Name>,
): boolean {
  const place = new Map(order.map((name, index) => [name, index]));
  return order.every((name, index) =>
    (graph.get(name) ?? []).every((need) => (place.get(need) ?? -1) < index),
  );
}
