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
  return files.flatMap((file) =>
    sharedFunctions(
      touched.filter(({ effort, path }) => path === file && (effort === a || effort === b)),
    ).map((name) => `${name} in ${file}`),
  );
}
