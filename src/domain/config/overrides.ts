/** A value from a flag or from the environment that overrides the one in the file. */
import { nearest } from '../shared/nearest.ts';
import { type ConfigPath, isMapping, valueAt } from './config-path.ts';
import { type JsonSchema, type Leaf, leavesOf } from './json-schema.ts';

export interface Override {
  readonly path: ConfigPath;
  readonly value: unknown;
  /** Where it comes from, as shown to the operator: `--onto`, `INTORCH_TARGET`. */
  readonly from: string;
}

export interface EnvironmentOverrides {
  readonly overrides: readonly Override[];
  /** Messages about variables that look like settings but are not. */
  readonly problems: readonly string[];
}

const PREFIX = 'INTORCH_';
const GATE_PREFIX = 'INTORCH_GATE_';

/** Names the variable that sets a key: `limits.effort_lines` is INTORCH_LIMITS__EFFORT_LINES. */
export function variableOf(path: readonly string[]): string {
  return path.join('') === 'effortspatterns' ? 'INTORCH_EFFORTS' : PREFIX + path.join('__').toUpperCase();
}

/** Reads overrides from the environment. The schema determines the names and the types of the variables. */
export function environmentOverrides(
  env: Readonly<Record<string, string | undefined>>,
  schema: JsonSchema,
): EnvironmentOverrides {
  const leaves = new Map(leavesOf(schema).map((leaf) => [variableOf(leaf.path), leaf]));
  const overrides: Override[] = [];
  const problems: string[] = [];
  for (const [name, text] of Object.entries(env).sort()) {
    if (text === undefined || !name.startsWith(PREFIX)) continue;
    const leaf = leaves.get(name);
    if (leaf !== undefined) overrides.push({ path: leaf.path, value: leafValue(text, leaf), from: name });
    else if (name.startsWith(GATE_PREFIX))
      overrides.push(gateOverride(name.slice(GATE_PREFIX.length), text, name));
    else {
      // Ignore other INTORCH_ variables, unless they look like a misspelt setting.
      const near = nearest(name, [...leaves.keys()]);
      if (near !== null || name.includes('__'))
        problems.push(`${name} is no setting${near ? `; did you mean ${near}?` : ''}`);
    }
  }
  return { overrides, problems };
}

/** Returns the override that sets the command of the gate with that name, or adds the gate. */
export function gateOverride(name: string, command: string, from: string): Override {
  return { path: ['gates', name], value: command, from };
}

/** Applies the overrides to the raw configuration; later ones win. */
export function applyOverrides(raw: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce<unknown>((config, override) => {
    const [first, second] = override.path;
    if (first === 'gates' && typeof second === 'string') return withGate(config, second, override.value);
    if (first === 'efforts' && second === 'patterns') return withEfforts(config, override.value);
    return withValue(config, override.path, override.value);
  }, raw);
}

function leafValue(text: string, leaf: Leaf): unknown {
  if (leaf.kind === 'texts') return listOf(text);
  if (leaf.nullable && (text === '' || text === 'null')) return null;
  if (leaf.kind === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (leaf.kind === 'flag')
    return { true: true, '1': true, yes: true, false: false, '0': false, no: false }[text] ?? text;
  return text;
}

/** Splits a text at its commas, without the spaces around the parts. */
export function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function withValue(config: unknown, path: ConfigPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const mapping = isMapping(config) ? config : {};
  return { ...mapping, [step]: withValue(mapping[step], rest, value) };
}

/** Writes a name as a variable can hold it: environment variables allow no hyphens or dots, but gate names do. */
function variableForm(name: unknown): string {
  return String(name)
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
}

function withGate(config: unknown, name: string, command: unknown): unknown {
  const value = valueAt(config, ['gates']);
  const gates: readonly unknown[] = Array.isArray(value) ? value : [];
  const isIt = (gate: unknown) => isMapping(gate) && variableForm(gate['name']) === variableForm(name);
  const changed = gates.some(isIt)
    ? gates.map((gate) => (isMapping(gate) && isIt(gate) ? { ...gate, command } : gate))
    : [...gates, { name: name === name.toUpperCase() ? name.toLowerCase() : name, command }];
  return withValue(config, ['gates'], changed);
}

/** Integrates only the named efforts. What the file says about those efforts (dependencies, strategy) still applies. */
function withEfforts(config: unknown, named: unknown): unknown {
  if (!Array.isArray(named)) return withValue(config, ['efforts', 'patterns'], named);
  const value = valueAt(config, ['efforts']);
  const before = isMapping(value) ? value : { patterns: value };
  const list = Array.isArray(before['list']) ? before['list'].filter(isMapping) : [];
  const kept = list.filter((entry) => named.includes(entry['branch']) || named.includes(entry['name']));
  const patterns = named.flatMap((name): readonly unknown[] => {
    const entry = kept.find((one) => one['name'] === name);
    return entry === undefined ? [name, ...underPrefixes(name, before['patterns'])] : [entry['branch']];
  });
  return withValue(config, ['efforts'], { ...before, patterns, list: kept, worktrees: false });
}

/** Expands a short name by the patterns' prefixes: `auth` stands for `effort/auth` where the patterns have `effort/*`. */
function underPrefixes(name: unknown, patterns: unknown): readonly string[] {
  if (typeof name !== 'string' || name.includes('/') || !Array.isArray(patterns)) return [];
  const prefixes = patterns.filter((one) => typeof one === 'string' && /^[^*?[]+\/\*{1,2}$/.test(one));
  return prefixes.map((pattern) => pattern.replace(/\*+$/, '') + name);
}
