import type { Forecast } from '../state.ts';

/** Returns the functions of one file that more than one effort touches, as far as the file was looked into. */
export function sharedFunctions(
  touched: readonly Pick<Forecast['touched'][number], 'functions'>[],
): readonly string[] {
  const all = touched.flatMap(({ functions }) => functions);
  return [...new Set(all.filter((name, index) => all.indexOf(name) !== index))];
}
