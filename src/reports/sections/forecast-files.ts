import { sharedFunctions } from '../../domain/integration/selectors/shared-functions.ts';
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
  /** What each effort touches in it, where the file was looked into. */
  readonly touched: Forecast['touched'];
}

/** Lists the files that more than one effort (or an effort and the target) changes: the most to decide first, then shared functions. */
export function forecastFiles({ forecast }: IntegrationState): readonly ForecastFile[] {
  const files = new Map<string, ForecastFile>();
  const note = (file: string, efforts: readonly EffortName[], detail: string, weight: number) => {
    const known = files.get(file) ?? { file, efforts: [], details: [], weight: 0 };
    files.set(file, {
      file,
      efforts: [...new Set([...known.efforts, ...efforts])],
      details: [...known.details, detail],
      conflicts: known.weight + weight > 0,
      weight: known.weight + weight,
      touched: (forecast?.touched ?? []).filter(({ path }) => path === file),
    });
  };
  for (const { effort, files: touched } of forecast?.with_target ?? []) {
    for (const file of touched) note(file, [effort], `${prose(effort)} conflicts with the target`, 1);
  }
  for (const { a, b, files: shared, hunks, conflict } of forecast?.pairs ?? []) {
    const where = shared.length === 1 ? '' : `, ${shared.length} files changed by both`;
    const detail = conflict
      ? `${prose(a)} and ${prose(b)} conflict: ${counted(hunks, 'hunk')} to decide${where}`
      : `${prose(a)} and ${prose(b)} merge cleanly`;
    for (const file of shared) note(file, [a, b], detail, conflict ? Math.max(1, hunks) : 0);
  }
  const shared = (found: ForecastFile) => sharedFunctions(found.touched).length;
  return [...files.values()].toSorted((x, y) => y.weight - x.weight || shared(y) - shared(x));
}
