/** A directed graph: node -> the nodes that it leads to. Names that are not nodes are ignored. */
export type Graph = ReadonlyMap<string, readonly string[]>;

interface Visit {
  readonly node: string;
  next: number;
}

/**
 * Numbers the strongly connected components: two nodes have the same number if each can be reached from the other. Tarjan's algorithm,
 * without recursion, since a chain of imports can be as long as there are files.
 */
export function componentsOf(graph: Graph): ReadonlyMap<string, number> {
  const component = new Map<string, number>();
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const lower = (node: string, by: number) => low.set(node, Math.min(low.get(node) ?? by, by));
  for (const root of graph.keys()) {
    if (order.has(root)) continue;
    const path: Visit[] = [enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { node } = visit;
      const to = graph.get(node)?.[visit.next++];
      if (to === undefined) {
        path.pop();
        leave(node);
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.node, low.get(node) ?? 0);
      } else if (!graph.has(to) || component.has(to)) continue;
      else if (order.has(to)) lower(node, order.get(to) ?? 0);
      else path.push(enter(to));
    }
  }
  return component;

  function enter(node: string): Visit {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    open.push(node);
    return { node, next: 0 };
  }

  /** Closes the component that a node is the first of. */
  function leave(node: string): void {
    if (low.get(node) !== order.get(node)) return;
    const number = order.get(node) ?? 0;
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      component.set(member, number);
      if (member === node) break;
    }
  }
}
