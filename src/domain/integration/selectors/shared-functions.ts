import type { Forecast } from '../state.ts';

/** Returns the functions of one file that more than one effort touches, as far as the file was looked into. */
export function sharedFunctions(
  touched: readonly Pick<Forecast['touched'][number], 'functions'>[],
): readonly string[] {
  const all = touched.flatMap(({ functions }) => functions);
  return [...new Set(all.filter((name, index) => all.indexOf(name) !== index))];
}

/** Lists what both efforts of a pair change though they share files without a conflict: `add in src/cart.ts`. */
export function sharedPlaces(
  { touched }: Forecast,
  { a, b, files }: Forecast['pairs'][number],
): readonly string[] {
  const byFile = knownTouched(touched);
  return files.flatMap((file) => {
    const efforts = byFile.get(file);
    const [one, other] = [efforts?.get(a), efforts?.get(b)];
    if (one === undefined || other === undefined) return [];
    const inOrder = [...one, ...other].sort((before, after) => before.at - after.at);
    return sharedFunctions(inOrder).map((name) => `${name} in ${file}`);
  });
}

type ByFile = ReadonlyMap<
  string,
  ReadonlyMap<string, readonly (Forecast['touched'][number] & { readonly at: number })[]>
>;

/** A forecast stays the same for all that is asked about its pairs. */
const KNOWN = new WeakMap<Forecast['touched'], ByFile>();

/** Returns where functions are touched, by file and effort. */
function knownTouched(touched: Forecast['touched']): ByFile {
  const known = KNOWN.get(touched);
  if (known !== undefined) return known;
  const numbered = touched
    .map((each, at) => ({ ...each, at }))
    .filter(({ functions }) => functions.length > 0);
  const files = Map.groupBy(numbered, ({ path }) => path);
  const byFile = new Map([...files].map(([path, all]) => [path, Map.groupBy(all, ({ effort }) => effort)]));
  KNOWN.set(touched, byFile);
  return byFile;
}
