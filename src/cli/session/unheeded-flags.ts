import { type ConfigPath, valueAt } from '../../domain/config/config-path.ts';
import type { Override } from '../../domain/config/overrides.ts';
import { sameSettings } from '../../domain/config/same-settings.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { flagOverrides } from '../arguments/flag-overrides.ts';
import { type FlagValues, flagValues } from '../arguments/parse-args.ts';

/** Flags that say what to integrate and how, and the settings that they set. A session keeps to those that it began with. */
const SETS = {
  efforts: ['efforts', 'patterns'],
  onto: ['target'],
  strategy: ['efforts', 'strategy'],
  gate: ['gates'],
  setup: ['worktree', 'setup'],
  config: [],
} as const satisfies Record<string, ConfigPath>;

/**
 * Says which flags of this call ask for other settings than a session began with; null: none does. `asked` are the settings of this call,
 * null where they cannot be read: then every such flag counts.
 */
export function unheededFlags(flags: FlagValues, asked: Settings | null, kept: Settings): string | null {
  const given = Object.keys(SETS) as (keyof typeof SETS)[];
  const other = given.filter(
    (name) =>
      flagValues(flags, name).length > 0 &&
      (asked === null || !sameSettings(valueAt(asked, SETS[name]), valueAt(kept, SETS[name]))),
  );
  if (other.length === 0) return null;
  const began = other.map((name) => `${name} ${words(name, kept)}`).join('; ');
  const used = other.map((name) => `--${name}`).join(', ');
  const count = other.length === 1 ? 'counts' : 'count';
  return `${used} ${count} for a new session only: this one was started with ${began}. "intorch run" ends it and starts one`;
}

/** Checks whether flags may set anything that a session has otherwise, without a look at intorch.yaml. */
export function maySetOther(flags: FlagValues, kept: Settings): boolean {
  const named = [...flagValues(flags, 'config'), ...flagValues(flags, 'gate')];
  const differs = ({ path, value }: Override) => !sameSettings(valueAt(kept, path), value);
  return named.length > 0 || flagOverrides(flags).some(differs);
}

function words(name: keyof typeof SETS, kept: Settings): string {
  if (name === 'config') return 'other settings';
  if (name === 'gate') return kept.gates.map((gate) => `${gate.name}=${gate.command}`).join(', ') || 'none';
  const value = valueAt(kept, SETS[name]);
  return Array.isArray(value) ? value.join(',') : String(value ?? 'none');
}
