import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentsOf, type Graph } from '../../../src/domain/code/components.ts';
import { newCycles, onCycleWith } from '../../../src/domain/code/new-cycles.ts';

const graph = (edges: string): Graph => {
  const found = new Map<string, string[]>();
  for (const [from = '', to = ''] of edges.split(' ').map((edge) => edge.split('>'))) {
    if (from === '') continue;
    found.set(from, [...(found.get(from) ?? []), to]);
    if (!found.has(to)) found.set(to, []);
  }
  return found;
};

describe('a cycle is new', () => {
  it.each([
    ['never where there is none', '', 'a>b b>c a>c', []],
    ['where there was none', '', 'a>b b>a', ['a b a']],
    ['with the import that closes it first', 'a>b b>c', 'a>b b>c c>a', ['c a b c']],
    ['and listed once, however many imports are new', '', 'a>b b>c c>a', ['a b c a']],
    ['and listed by its shortest way', 'a>b b>c c>d a>d', 'a>b b>c c>d a>d d>a', ['d a d']],
    ['beside another one', 'a>b', 'a>b b>a c>d d>c', ['b a b', 'c d c']],
    ['where it makes one of two', 'a>b b>a c>d d>c', 'a>b b>a c>d d>c a>c d>b', ['a c d b a']],
    ['and not the one that was there', 'a>b b>a', 'a>b b>a', []],
    ['and not another way through what was one', 'a>b b>c c>a', 'a>b b>c c>a b>a', []],
    ['and not a shorter one of what was one', 'a>b b>c c>a', 'a>b b>a c>a', []],
    ['where it goes through a new file', 'a>b', 'a>n n>b b>a', ['a n b a']],
    ['and not of a file that imports itself', '', 'a>a', []],
  ])('%s', (_, before, after, cycles) => {
    expect(newCycles(graph(before), graph(after)).map((cycle) => cycle.join(' '))).toEqual(cycles);
  });

  it('and at most ten are listed', () => {
    const edges = Array.from({ length: 30 }, (_, index) => `a${index}>b${index} b${index}>a${index}`);

    expect(newCycles(new Map(), graph(edges.join(' ')))).toHaveLength(10);
  });

  it('in a chain of any length', () => {
    const length = 50_000;
    const chain = new Map(Array.from({ length }, (_, index) => [`n${index}`, [`n${(index + 1) % length}`]]));

    expect(newCycles(new Map(), chain)[0]).toHaveLength(length + 1);
  });
});

const NODES = ['a', 'b', 'c', 'd', 'e', 'f'];
const anyGraph = fc
  .array(fc.tuple(fc.constantFrom(...NODES), fc.constantFrom(...NODES)), { maxLength: 14 })
  .map(
    (edges): Graph =>
      new Map(
        NODES.map((node) => [
          node,
          [...new Set(edges.filter(([from]) => from === node).map(([, to]) => to))],
        ]),
      ),
  );

/** Every cycle that visits no node twice, from its smallest node, found by trying all ways. */
function allCycles(of: Graph): readonly (readonly string[])[] {
  const from = (start: string, path: readonly string[]): (readonly string[])[] =>
    (of.get(path.at(-1) ?? '') ?? []).flatMap((next) => {
      if (next === start) return path.length > 1 ? [path] : [];
      return next > start && !path.includes(next) ? from(start, [...path, next]) : [];
    });
  return [...of.keys()].flatMap((start) => from(start, [start]));
}

const reaches = (of: Graph, from: string, to: string): boolean => {
  const seen = new Set([from]);
  for (const node of seen) for (const next of of.get(node) ?? []) seen.add(next);
  return seen.has(to);
};
const together = (of: Graph, nodes: readonly string[]) =>
  nodes.every((one) => nodes.every((other) => reaches(of, one, other)));

describe('for any two graphs', () => {
  it('components are the nodes that reach each other', () => {
    fc.assert(
      fc.property(anyGraph, (of) => {
        const components = componentsOf(of);
        for (const one of NODES)
          for (const other of NODES)
            expect(components.get(one) === components.get(other)).toBe(together(of, [one, other]));
      }),
    );
  });

  it('what is listed are new cycles, and each import that closes a new one is on one of them', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (before, after) => {
        const all = allCycles(after).filter((cycle) => !together(before, cycle));
        const names = new Set(all.map((cycle) => cycle.join()));
        const isNewEdge = (from: string, to: string) =>
          !before.get(from)?.includes(to) && !together(before, [from, to]);
        const edgesOf = (cycle: readonly string[]) =>
          cycle.map((node, index) => [node, cycle[(index + 1) % cycle.length] ?? ''] as const);
        const closing = all.flatMap(edgesOf).filter(([from, to]) => isNewEdge(from, to));

        const found = newCycles(before, after);

        const opened = found.map((cycle) => cycle.slice(0, -1));
        for (const cycle of opened) {
          const start = cycle.indexOf(cycle.toSorted()[0] ?? '');
          expect(names).toContain([...cycle.slice(start), ...cycle.slice(0, start)].join());
        }
        for (const cycle of found) {
          expect(cycle.at(-1)).toBe(cycle[0]);
          expect(isNewEdge(cycle[0] ?? '', cycle[1] ?? '')).toBe(true);
        }
        const listed = new Set(opened.flatMap(edgesOf).map((edge) => edge.join('>')));
        if (found.length < 10)
          expect([...listed]).toEqual(expect.arrayContaining(closing.map((edge) => edge.join('>'))));
        expect(found.length > 0).toBe(all.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it('nodes on a cycle with a given one are those that reach it and are reached by it', () => {
    fc.assert(
      fc.property(anyGraph, (of) => {
        const found = onCycleWith(of, new Set(['a', 'b']));
        const wanted = NODES.filter(
          (node) =>
            NODES.some((other) => other !== node && together(of, [node, other])) &&
            (together(of, [node, 'a']) || together(of, [node, 'b'])),
        );
        expect(found.toSorted()).toEqual(wanted);
      }),
    );
  });
});
