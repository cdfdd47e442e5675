import { nearest } from '../shared/nearest.ts';
import { type ConfigPath, isMapping, valueAt } from './config-path.ts';
import { fileJsonSchema } from './file-json-schema.ts';
import { todaysAnswer } from './former-answers.ts';
import { keysAt } from './json-schema.ts';
import { fileSchema } from './schema.ts';
import type { Settings } from './settings.ts';

/** One thing that is wrong: where, what the value is, and what is allowed. */
export interface Problem {
  readonly path: ConfigPath;
  /** `key`: the last step of the path is not a key of the configuration. */
  readonly about: 'key' | 'value';
  /** `limits.effort_lines is "many"; allowed: a whole number from 1 to 10000000`. */
  readonly sentence: string;
}

export type ParsedSettings = { readonly settings: Settings } | { readonly problems: readonly Problem[] };

/** Parses raw configuration into settings with every default filled in, or lists everything that is wrong with it. */
export function parseSettings(raw: unknown): ParsedSettings {
  const filled = withTodaysAnswers(withoutNulls(raw) ?? {});
  const listed = isMapping(filled) && Array.isArray(filled['efforts']);
  const parsed = fileSchema.safeParse(
    listed ? { ...filled, efforts: { patterns: filled['efforts'] } } : filled,
  );
  if (parsed.success) return { settings: parsed.data };
  const problems = parsed.error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    const place =
      listed && path[0] === 'efforts' && path[1] === 'patterns' ? ['efforts', ...path.slice(2)] : path;
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(place, key));
    const words = issue.code === 'invalid_value' ? issue.values.map(String) : [];
    return [wrongValue(place, issue.message, words, valueAt(raw, place))];
  });
  return { problems };
}

function unknownKey(path: ConfigPath, key: string): Problem {
  const known = keysAt(fileJsonSchema(), path);
  const near = nearest(key, known);
  const hint = near === null ? `allowed: ${known.join(', ')}` : `did you mean ${near}?`;
  return {
    path: [...path, key],
    about: 'key',
    sentence: `${dotted([...path, key])} is no key of intorch.yaml; ${hint}`,
  };
}

function wrongValue(path: ConfigPath, allowed: string, words: readonly string[], value: unknown): Problem {
  const name = path.length === 0 ? 'the configuration' : dotted(path);
  const near = typeof value === 'string' ? nearest(value, words) : null;
  const hint = near === null ? '' : `; did you mean ${near}?`;
  return { path, about: 'value', sentence: `${name} is ${shown(value)}; allowed: ${allowed}${hint}` };
}

/** Writes a path in its usual notation: `gates[0].when`. */
function dotted(path: ConfigPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isMapping(value)) return 'a mapping';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Drops empty values (`limits:` with all its keys commented out), so that the default applies as for an absent key. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMapping(value)) return value;
  const kept = Object.entries(value).filter(([, below]) => below !== null && below !== undefined);
  return Object.fromEntries(kept.map(([key, below]) => [key, withoutNulls(below)]));
}

/** Puts today's words in place of those that policies of an older file have. */
function withTodaysAnswers(filled: unknown): unknown {
  const conflicts = valueAt(filled, ['conflicts']);
  const policies = valueAt(conflicts, ['policies']);
  if (!isMapping(filled) || !isMapping(conflicts) || !Array.isArray(policies)) return filled;
  const todays = policies.map((policy) =>
    isMapping(policy) && 'resolve' in policy
      ? { ...policy, resolve: todaysAnswer(policy['resolve']) }
      : policy,
  );
  return { ...filled, conflicts: { ...conflicts, policies: todays } };
}
