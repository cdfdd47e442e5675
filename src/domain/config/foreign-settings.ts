/** Settings that came from another machine: what of them could count here, and in what they differ from those here. */
import { isNumberedByItself } from './free-wave.ts';
import { sameSettings } from './same-settings.ts';
import type { Settings } from './settings.ts';

/** Returns this machine's settings for a session that began elsewhere. Only a wave that was numbered by itself comes along. */
export function settingsFor(there: Settings, here: Settings): Settings {
  const wave = isNumberedByItself(here) ? there.naming.wave : here.naming.wave;
  return { ...here, naming: { ...here.naming, wave } };
}

/** Returns the settings of another machine with this one's names, folders, remotes, programs, limits and landing: none of that comes from elsewhere. */
export function withPlacesOf(here: Settings, there: Settings): Settings {
  const { target, naming, gating, tests, limits, checkpoints, landing, sessions, max_concurrency } = here;
  const { conflicts, worktree } = here;
  const { trusted_drivers, same_function, double_work } = conflicts;
  return {
    ...there,
    target,
    naming,
    gating,
    tests,
    limits,
    checkpoints,
    landing,
    sessions,
    max_concurrency,
    conflicts: { ...there.conflicts, trusted_drivers, same_function, double_work },
    worktree: { ...there.worktree, directory: worktree.directory, filters: worktree.filters },
  };
}

/** Lists in what settings differ, each value whole: `gates.test.command: "npm test" here, "true" there`. */
export function differingSettings(here: Settings, there: Settings): readonly string[] {
  return differing('', here, there);
}

function differing(path: string, here: unknown, there: unknown): readonly string[] {
  if (sameSettings(here, there)) return [];
  const [own, other] = [fieldsOf(here), fieldsOf(there)];
  if (own === null || other === null) return [`${path}: ${shown(here)} here, ${shown(there)} there`];
  const fields = [...new Set([...own.keys(), ...other.keys()])];
  const lines = fields.flatMap((field) => {
    const name = /^[\w-]+$/.test(field) ? field : JSON.stringify(field);
    return differing(path === '' ? name : `${path}.${name}`, own.get(field), other.get(field));
  });
  return lines.length > 0 ? lines : [`${path}: in another order there`];
}

/** Returns the fields of a mapping; those of a list by the names of its items, where each has one of its own. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const named = new Map(value.map((item) => [Object(item).name as unknown, item]));
  const isNamed = named.size === value.length && [...named.keys()].every((name) => typeof name === 'string');
  return isNamed && value.length > 0 ? (named as ReadonlyMap<string, unknown>) : null;
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
