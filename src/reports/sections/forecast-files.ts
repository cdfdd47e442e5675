import type { TouchedRange } from '../../domain/conflict/facts/touched.ts';
import { gradedPlaces, type SharedPlace } from '../../domain/integration/selectors/shared-places.ts';
import type { Forecast, IntegrationState } from '../../domain/integration/state.ts';
import type { EffortName } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { prose } from '../words/markdown.ts';

/** What in-memory merges say about one file. */
export interface ForecastFile {
  readonly file: string;
  readonly efforts: readonly EffortName[];
  readonly details: readonly string[];
  readonly conflicts: boolean;
  /** How many places are to be decided in it at most, over all merges that conflict in it. */
  readonly weight: number;
  /** What both efforts of a pair change in it. */
  readonly overlap: SharedPlace['overlap'];
  /** What each effort touches in it, where the file was looked into. */
  readonly touched: Forecast['touched'];
}

/** The forecast is the same from the plan on: its files are listed once. */
const LISTED = new WeakMap<Forecast, readonly ForecastFile[]>();

/** Lists the files that more than one effort (or an effort and the target) changes: the most to decide first, then shared functions. */
export function forecastFiles({ forecast }: Pick<IntegrationState, 'forecast'>): readonly ForecastFile[] {
  if (forecast === null) return [];
  const files = LISTED.get(forecast) ?? listed(forecast);
  LISTED.set(forecast, files);
  return files;
}

interface Noted {
  readonly efforts: Set<EffortName>;
  readonly details: string[];
  readonly lines: Map<string, TouchedRange>;
  readonly functions: Set<string>;
  conflicts: boolean;
  weight: number;
}

function listed(forecast: Forecast): readonly ForecastFile[] {
  const noted = new Map<string, Noted>();
  const note = (file: string, efforts: readonly EffortName[], detail: string, weight: number) => {
    const known: Noted = noted.get(file) ?? {
      efforts: new Set(),
      details: [],
      lines: new Map(),
      functions: new Set(),
      conflicts: false,
      weight: 0,
    };
    noted.set(file, known);
    for (const effort of efforts) known.efforts.add(effort);
    known.details.push(detail);
    known.weight += weight;
    return known;
  };
  for (const { effort, files } of forecast.with_target)
    for (const file of files)
      note(file, [effort], `${prose(effort)} conflicts with the target`, 1).conflicts = true;
  for (const pair of forecast.pairs) {
    const { a, b, files, hunks, conflict } = pair;
    const where = files.length === 1 ? '' : `, ${files.length} files changed by both`;
    const detail = conflict
      ? `${prose(a)} and ${prose(b)} conflict: ${counted(hunks, 'hunk')} to decide${where}`
      : `${prose(a)} and ${prose(b)} merge cleanly`;
    for (const { file, overlap, collides } of gradedPlaces(forecast, pair)) {
      const known = note(file, [a, b], detail, conflict ? Math.max(1, hunks) : 0);
      known.conflicts ||= collides;
      for (const range of overlap.lines) known.lines.set(`${range.first}-${range.last}`, range);
      for (const name of overlap.functions) known.functions.add(name);
    }
  }
  const touched = Map.groupBy(forecast.touched, ({ path }) => path);
  const found = [...noted].map(([file, { efforts, details, lines, functions, conflicts, weight }]) => ({
    file,
    efforts: [...efforts],
    details,
    conflicts,
    weight,
    overlap: { lines: [...lines.values()], functions: [...functions] },
    touched: touched.get(file) ?? [],
  }));
  return found.toSorted(
    (x, y) => y.weight - x.weight || y.overlap.functions.length - x.overlap.functions.length,
  );
}
