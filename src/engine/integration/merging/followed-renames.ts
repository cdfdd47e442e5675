import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';

type Entries = ReadonlyMap<string, TreeEntry>;

/** One value for each tree of a merge: base, current, incoming and result, in this order. */
type OfMerge<Value> = readonly [Value, Value, Value, Value];

/**
 * Adds entries under the old name for files that one side renamed and the other changed. A clean merge carries the change to the new
 * name, so lines that seem to be gone from the old name are there.
 */
export async function followRenames(
  ports: Pick<EnginePorts, 'history' | 'objects'>,
  trees: OfMerge<Sha>,
  entries: OfMerge<Entries>,
): Promise<OfMerge<Entries>> {
  const [base, current, incoming, result] = entries;
  const left = [...base.keys()].filter((path) => !result.has(path));
  const moved = async (by: Entries, other: Entries, tree: Sha): Promise<readonly [string, string][]> => {
    const paths = left.filter((path) => !by.has(path) && other.has(path));
    if (paths.length === 0) return [];
    const renamed = await ports.history.renamedPaths(trees[0], tree);
    return paths.flatMap((path): readonly [string, string][] => {
      const place = renamed.get(path);
      return place === undefined ? [] : [[path, place]];
    });
  };
  const followed = [
    ...(await moved(current, incoming, trees[1])),
    ...(await moved(incoming, current, trees[2])),
  ];
  if (followed.length === 0) return entries;
  const places = [...new Set(followed.map(([, place]) => place))];
  const withPlaces = async (tree: Sha, known: Entries): Promise<Entries> => {
    const there = await ports.objects.readEntries(tree, places);
    const found = followed.flatMap(([path, place]): readonly [string, TreeEntry][] => {
      const entry = there.get(place);
      return entry === undefined || known.has(path) ? [] : [[path, entry]];
    });
    return new Map([...known, ...found]);
  };
  return Promise.all([
    withPlaces(trees[0], base),
    withPlaces(trees[1], current),
    withPlaces(trees[2], incoming),
    withPlaces(trees[3], result),
  ]);
}
