import { isGenerated } from '../../../domain/conflict/facts/file-nature.ts';
import { hasFunctions, touchedBy } from '../../../domain/conflict/facts/touched.ts';
import type { Effort, Forecast } from '../../../domain/integration/state.ts';
import type { EnginePorts } from '../ports.ts';

/** More files than these are not looked into; those of the most pairs are. */
const MOST_FILES = 300;

/** Looks into the code that more than one effort changes: which lines and functions each of them touches. */
export async function touchedFunctions(
  { history }: Pick<EnginePorts, 'history'>,
  efforts: readonly Effort[],
  pairs: Forecast['pairs'],
): Promise<Forecast['touched']> {
  const files = pairs
    .flatMap((pair) => pair.files)
    .filter((path) => hasFunctions(path) && !isGenerated(path));
  const shared = [...Map.groupBy(files, (path) => path)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_FILES)
    .map(([path]) => path);
  const sharers = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const asked = efforts.filter(({ name }) => sharers.has(name));
  const spans = asked.map(({ merge_base, tip }) => ({ from: merge_base, to: tip }));
  const found = await history.changedFiles(spans, shared);
  return asked.flatMap(({ name }, index) =>
    [...(found[index] ?? [])].map(([path, lines]) => ({ effort: name, path, ...touchedBy(lines) })),
  );
}
