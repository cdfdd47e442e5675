import type { ConflictLevel, Severity } from '../../conflict/conflict.ts';
import { commonRanges, meetingRanges } from '../../conflict/facts/meeting-ranges.ts';
import type { TouchedRange } from '../../conflict/facts/touched.ts';
import { gradeOf, resolvesItself } from '../../conflict/grades.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { Forecast } from '../state.ts';

/** One file that both efforts of a pair change, as the forecast sees it. */
export interface SharedPlace {
  readonly file: string;
  /** Lines that each changes, before the change. Empty where the file was not looked into. */
  readonly lines: readonly { readonly effort: EffortName; readonly ranges: readonly TouchedRange[] }[];
  /** What both change. */
  readonly overlap: { readonly lines: readonly TouchedRange[]; readonly functions: readonly string[] };
  /** Whether git cannot merge it; of several files that it may be in, each. */
  readonly collides: boolean;
  readonly level: ConflictLevel;
  readonly severity: Severity;
  readonly auto_resolvable: boolean;
}

/** Lists the files of a pair, each graded: one function is never two independent changes, whether git merges them or not. */
export function gradedPlaces(forecast: Forecast, pair: Forecast['pairs'][number]): readonly SharedPlace[] {
  const { a, b, files, conflict } = pair;
  const places = files.map((file) => {
    const [one, other] = [touchedIn(forecast, file, a), touchedIn(forecast, file, b)];
    const inOrder = [...one, ...other].toSorted((x, y) => x.at - y.at);
    const [mine, yours] = [one.flatMap(({ ranges }) => ranges), other.flatMap(({ ranges }) => ranges)];
    const unknown = one.length === 0 || other.length === 0;
    return {
      file,
      lines: [
        { effort: a, ranges: mine },
        { effort: b, ranges: yours },
      ].filter(({ ranges }) => ranges.length > 0),
      overlap: { lines: commonRanges(mine, yours), functions: unknown ? [] : sharedFunctions(inOrder) },
      may_collide: unknown || meetingRanges(mine, yours).length > 0,
    };
  });
  const nowhere = places.every(({ may_collide }) => !may_collide);
  return places.map(({ may_collide, ...place }) => {
    const collides = conflict && (nowhere || may_collide);
    const grade = forecastGrade(collides, place.overlap.functions);
    return { ...place, collides, ...grade, auto_resolvable: resolvesItself(grade.severity) };
  });
}

/** Grades a file before it is merged. */
export function forecastGrade(collides: boolean, functions: readonly string[]) {
  if (functions.length > 0) return gradeOf('same_function');
  return collides ? gradeOf('forecast_conflict') : ({ level: 'line', severity: 'LOW' } as const);
}

/** Lists what both efforts of a pair change though they share files without a conflict: `add in src/cart.ts`. */
export function sharedPlaces(forecast: Forecast, pair: Forecast['pairs'][number]): readonly string[] {
  return gradedPlaces(forecast, pair).flatMap(({ file, overlap }) =>
    overlap.functions.map((name) => `${name} in ${file}`),
  );
}

/** Returns the functions of one file that more than one effort touches, as far as the file was looked into. */
function sharedFunctions(
  touched: readonly Pick<Forecast['touched'][number], 'functions'>[],
): readonly string[] {
  const all = touched.flatMap(({ functions }) => functions);
  return [...new Set(all.filter((name, index) => all.indexOf(name) !== index))];
}

type Numbered = Forecast['touched'][number] & { readonly at: number };

/** A forecast stays the same for all that is asked about its pairs. */
const KNOWN = new WeakMap<Forecast['touched'], ReadonlyMap<string, readonly Numbered[]>>();

/** Returns what an effort touches in a file, with its place in the forecast; nothing where the file was not looked into. */
function touchedIn({ touched }: Forecast, file: string, effort: EffortName): readonly Numbered[] {
  const known = KNOWN.get(touched) ?? numbered(touched);
  KNOWN.set(touched, known);
  return known.get(`${file}\0${effort}`) ?? [];
}

function numbered(touched: Forecast['touched']): ReadonlyMap<string, readonly Numbered[]> {
  return Map.groupBy(
    touched.map((each, at) => ({ ...each, at })),
    ({ path, effort }) => `${path}\0${effort}`,
  );
}
