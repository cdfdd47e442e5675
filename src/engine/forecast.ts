/** What in-memory merges foretell: each effort with the target, and each pair that shares a file. Nothing stays in the repository. */
import type { Effort, Forecast } from '../domain/integration/state.ts';
import type { EffortName, Sha } from '../domain/shared/ids.ts';
import type { EnginePorts } from './ports.ts';

/** Gives conflicts with the target and between efforts; pairs that share no file are not merged at all. */
export async function forecastConflicts(
  ports: Pick<EnginePorts, 'objects'>,
  target_base: Sha,
  efforts: readonly Effort[],
  paths: ReadonlyMap<EffortName, ReadonlySet<string>>,
): Promise<Pick<Forecast, 'with_target' | 'pairs'>> {
  const sharing = efforts.flatMap((a, index) =>
    efforts.slice(index + 1).flatMap((b) => {
      const files = shared(paths.get(a.name), paths.get(b.name));
      return files.length === 0 ? [] : [{ a, b, files }];
    }),
  );
  const outcomes = await ports.objects.forecast(
    [
      ...efforts.map((effort) => ({ onto: target_base, incoming: effort.tip })),
      ...sharing.map(({ a, b }) => ({ onto: a.tip, incoming: b.tip })),
    ],
    target_base,
  );
  const with_target = efforts.flatMap((effort, index) => {
    const files = outcomes[index]?.conflicted ?? [];
    return files.length === 0 ? [] : [{ effort: effort.name, files }];
  });
  const drifted = new Map(with_target.map(({ effort, files }) => [effort, new Set(files)]));
  const pairs = sharing.map(({ a, b, files }, index) => {
    // A file that conflicts with the target already is no news about the pair.
    const known = (file: string) => drifted.get(a.name)?.has(file) || drifted.get(b.name)?.has(file);
    const conflicted = (outcomes[efforts.length + index]?.conflicted ?? []).filter((file) => !known(file));
    return { a: a.name, b: b.name, files, hunks: conflicted.length, conflict: conflicted.length > 0 };
  });
  return { with_target, pairs };
}

function shared(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): readonly string[] {
  return a === undefined || b === undefined ? [] : [...a].filter((path) => b.has(path));
}
