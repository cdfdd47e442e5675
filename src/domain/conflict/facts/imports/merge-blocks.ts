import type { Sides } from '../../conflict.ts';
import { stacked } from '../lines.ts';
import { sharedOrder } from '../ordered-union.ts';
import { mergeNames } from './merge-names.ts';
import type { ImportItem, ImportStatement } from './statements.ts';
import { statementsOf } from './statements.ts';

type Sources = ReadonlyMap<string, ImportStatement>;

/** Statements right around a block; they show whether its imports are sorted. */
export interface Neighbours {
  readonly above: readonly ImportStatement[];
  readonly below: readonly ImportStatement[];
}

export interface MergedBlock {
  readonly text: string;
  /** Whether neither side removed or replaced a statement or a name. */
  readonly only_adds: boolean;
}

/**
 * Merges three import blocks statement by statement. What either side added is in; what one side removed and the other left alone is out.
 * Null when the sides disagree about a statement, or a name would be bound twice.
 */
export function mergeBlocks(blocks: Sides<readonly ImportItem[]>, around: Neighbours): MergedBlock | null {
  const [base, current, incoming] = [
    sourcesOf(blocks.base),
    sourcesOf(blocks.current),
    sourcesOf(blocks.incoming),
  ];
  if (base === null || current === null || incoming === null) return null;
  const texts = new Map<string, string>();
  for (const source of new Set([...current.keys(), ...incoming.keys()])) {
    const text = mergeSource(base.get(source), current.get(source), incoming.get(source));
    if (text === null) return null;
    if (text !== '') texts.set(source, text);
  }
  if (bindsTwice(texts, current, incoming)) return null;

  const layout: ImportItem[] = blocks.current.filter(
    (item) => typeof item === 'string' || texts.has(item.source),
  );
  const order = blockOrder([current, incoming], around);
  const news = [...incoming.values()].filter(
    (added) => texts.has(added.source) && !current.has(added.source),
  );
  for (const added of news) layout.splice(placeFor(added, layout, base, incoming, order), 0, added);
  return {
    text: stacked(
      layout.map((item) => (typeof item === 'string' ? item : (texts.get(item.source) ?? item.text))),
    ),
    only_adds: onlyAdds(base, current) && onlyAdds(base, incoming) && !rivals(base, current, incoming),
  };
}

/** Checks whether both sides wrote one new statement with partly the same names: two versions of it rather than two additions. */
function rivals(base: Sources, current: Sources, incoming: Sources): boolean {
  return [...current.values()].some((ours) => {
    const theirs = base.has(ours.source) ? undefined : incoming.get(ours.source);
    const [mine, others] = [ours.list?.names ?? [], theirs?.list?.names ?? []];
    const shared = mine.filter((name) => others.includes(name)).length;
    return shared > 0 && shared < mine.length && shared < others.length;
  });
}

function onlyAdds(base: Sources, side: Sources): boolean {
  return [...base.values()].every((was) => {
    const now = side.get(was.source);
    return now !== undefined && (was.list?.names ?? []).every((name) => now.list?.names.includes(name));
  });
}

/** Indexes the statements by source; null when one side has two statements for one source. */
function sourcesOf(items: readonly ImportItem[]): Sources | null {
  const statements = statementsOf(items);
  const sources = new Map(statements.map((statement) => [statement.source, statement]));
  return sources.size === statements.length ? sources : null;
}

/** Merges one statement; empty when a side removed it, null when the sides disagree. */
function mergeSource(
  base: ImportStatement | undefined,
  current: ImportStatement | undefined,
  incoming: ImportStatement | undefined,
): string | null {
  if (current !== undefined && incoming !== undefined) {
    if (current.key === incoming.key || base?.key === incoming.key) return current.text;
    return base?.key === current.key ? incoming.text : mergeNames(base, current, incoming);
  }
  const kept = current ?? incoming;
  if (kept === undefined) return '';
  if (base === undefined) return kept.text;
  return base.key === kept.key ? '' : null;
}

function bindsTwice(texts: ReadonlyMap<string, string>, current: Sources, incoming: Sources): boolean {
  const seen = new Map<string, string>();
  for (const source of texts.keys()) {
    const [ours, theirs] = [current.get(source), incoming.get(source)];
    if (boundDifferently(ours, theirs)) return true;
    const names = new Set([...(ours?.binds ?? []), ...(theirs?.binds ?? [])]);
    for (const name of names) {
      if (seen.has(name) && seen.get(name) !== source) return true;
      seen.set(name, source);
    }
  }
  return false;
}

/** Checks whether the sides import one name in different ways: `Types` and `type Types`. */
function boundDifferently(current?: ImportStatement, incoming?: ImportStatement): boolean {
  const theirs = incoming?.list?.names ?? [];
  return (current?.list?.names ?? []).some((name, index) => {
    const place = incoming?.binds.indexOf(current?.binds[index] ?? '') ?? -1;
    return place >= 0 && place < theirs.length && theirs[place] !== name;
  });
}

type Order = (a: ImportStatement, b: ImportStatement) => number;

function blockOrder(sides: readonly Sources[], around: Neighbours): Order | null {
  const lists = sides.map((side) => [...around.above, ...side.values(), ...around.below]);
  for (const keyOf of [(it: ImportStatement) => it.module, (it: ImportStatement) => it.key]) {
    const order = sharedOrder(lists.map((list) => list.map(keyOf)));
    if (order !== null) return (a, b) => order(keyOf(a), keyOf(b));
  }
  return null;
}

function placeFor(
  added: ImportStatement,
  layout: readonly ImportItem[],
  base: Sources,
  incoming: Sources,
  order: Order | null,
): number {
  const near = nearestPlace(added, layout, base, incoming);
  if (order === null) return near;
  let from = near;
  while (from > 0 && typeof layout[from - 1] !== 'string') from--;
  let place = from;
  for (let item = layout[place]; item !== undefined && typeof item !== 'string'; item = layout[++place]) {
    if (order(added, item) < 0) return place;
  }
  return place;
}

/** Finds the place after the statement that the new one follows on its own side, and after what the current side inserted there. */
function nearestPlace(
  added: ImportStatement,
  layout: readonly ImportItem[],
  base: Sources,
  incoming: Sources,
): number {
  const placeOf = (source: string) =>
    layout.findIndex((item) => typeof item !== 'string' && item.source === source);
  const order = [...incoming.keys()];
  const own = order.indexOf(added.source);
  const above = order.slice(0, own).findLast((source) => placeOf(source) >= 0);
  if (above !== undefined) {
    let place = placeOf(above) + 1;
    for (let item = layout[place]; item !== undefined && typeof item !== 'string'; item = layout[++place]) {
      if (base.has(item.source) || incoming.has(item.source)) break;
    }
    return place;
  }
  const below = order.slice(own + 1).find((source) => placeOf(source) >= 0);
  return below === undefined ? layout.findLastIndex((item) => typeof item !== 'string') + 1 : placeOf(below);
}
