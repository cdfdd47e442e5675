/**
 * This folder: the file of a pipeline, and everything that can be wrong with it.
 *
 * Parses the file of a pipeline, or lists everything that is wrong with it at once: its shape by the schema, and what steps say of each
 * other even where the shape of something else is wrong.
 */
import { type ConfigPath, isMapping, valueAt } from '../../config/config-path.ts';
import { type JsonSchema, keysAt } from '../../config/json-schema.ts';
import type { Problem } from '../../config/parse.ts';
import { nearest } from '../../shared/nearest.ts';
import { type Pipeline, pipelineJsonSchema, pipelineSchema } from '../schema.ts';
import { problemsOfDependencies } from './problems-of-dependencies.ts';
import { problemsOfVariables } from './problems-of-variables.ts';

export type ParsedPipeline = { readonly pipeline: Pipeline } | { readonly problems: readonly Problem[] };

/** Parses what the JSON of a file holds. `given` names the variables that come from outside. */
export function parsePipeline(raw: unknown, given: readonly string[] = []): ParsedPipeline {
  const parsed = pipelineSchema.safeParse(raw);
  const problems = [
    ...(parsed.error?.issues ?? []).flatMap((issue): readonly Problem[] => {
      const path = issue.path.filter((key) => typeof key !== 'symbol');
      if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(path, key));
      const words = issue.code === 'invalid_value' ? issue.values.map(String) : [];
      return [wrongValue(path, issue.message, words, valueAt(raw, path))];
    }),
    ...problemsOfDependencies(raw),
    ...problemsOfVariables(raw, given),
  ];
  return parsed.data !== undefined && problems.length === 0 ? { pipeline: parsed.data } : { problems };
}

function unknownField(path: ConfigPath, key: string): Problem {
  const known = keysAt(pipelineJsonSchema() as JsonSchema, path).filter((field) => field !== '$schema');
  const near = nearest(key, known);
  const hint = near === null ? `allowed: ${known.join(', ')}` : `did you mean ${near}?`;
  const sentence = `${fieldName([...path, key])} is no field of a pipeline; ${hint}`;
  return { path: [...path, key], about: 'key', sentence };
}

function wrongValue(path: ConfigPath, allowed: string, words: readonly string[], value: unknown): Problem {
  const near = typeof value === 'string' ? nearest(value, words) : null;
  const hint = near === null ? '' : `; did you mean ${near}?`;
  const name = path.length === 0 ? 'the pipeline' : fieldName(path);
  return { path, about: 'value', sentence: `${name} is ${shortly(value)}; allowed: ${allowed}${hint}` };
}

/** Writes a path in its usual notation: `steps[2].retries`. */
function fieldName(path: ConfigPath): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

function shortly(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isMapping(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
