import { type ConfigPath, isMapping } from '../../config/config-path.ts';
import type { Problem } from '../../config/parse.ts';
import { everythingNeeded } from '../../shared/graph.ts';
import { nearest } from '../../shared/nearest.ts';
import { referencesOfCondition } from '../condition.ts';
import { type Reference, referencesIn } from '../template.ts';
import { type RawStep, rawDependencies, rawSteps, textsIn } from './raw-steps.ts';

/** Variables that every run has. */
const RUN_VARIABLES = ['RUN_ID'] as const;

interface Place {
  readonly path: ConfigPath;
  readonly references: readonly Reference[];
}

/** Lists the variables that have no value and no default, and states of steps that are not over by then. */
export function problemsOfVariables(raw: unknown, given: readonly string[]): readonly Problem[] {
  const outside = [...RUN_VARIABLES, ...given];
  const own = envOf(isMapping(raw) ? raw['globals'] : null);
  const steps = rawSteps(raw);
  const graph = rawDependencies(steps);
  const ofGlobals = placesInEnv(own, ['globals', 'env']);
  return [
    ...ofGlobals.flatMap((place) => problemsAt(place, outside, [])),
    ...steps.flatMap((step) => {
      const before = step.id === null ? [] : everythingNeeded(step.id, graph);
      return placesIn(step).flatMap((place) => problemsAt(place, [...outside, ...Object.keys(own)], before));
    }),
  ];
}

function placesIn({ index, fields }: RawStep): readonly Place[] {
  const at = ['steps', index] as const;
  const { command, cwd, condition } = fields;
  const texts = Object.entries({ command, cwd }).flatMap(([field, text]): readonly Place[] =>
    typeof text === 'string' ? [{ path: [...at, field], references: referencesIn(text) }] : [],
  );
  const lists = ['args', 'artifacts'].flatMap((field) =>
    textsIn(fields[field]).map(
      ({ text, at: place }): Place => ({
        path: [...at, field, place],
        references: referencesIn(text),
      }),
    ),
  );
  const compared =
    typeof condition === 'string'
      ? [{ path: [...at, 'condition'], references: referencesOfCondition(condition) }]
      : [];
  return [...texts, ...lists, ...placesInEnv(envOf(fields), [...at, 'env']), ...compared];
}

function placesInEnv(env: Readonly<Record<string, string>>, path: ConfigPath): readonly Place[] {
  return Object.entries(env).map(([name, text]) => ({
    path: [...path, name],
    references: referencesIn(text),
  }));
}

function envOf(fields: unknown): Readonly<Record<string, string>> {
  const env = isMapping(fields) && isMapping(fields['env']) ? fields['env'] : {};
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function problemsAt(
  { path, references }: Place,
  known: readonly string[],
  before: readonly string[],
): readonly Problem[] {
  return references.flatMap((reference): readonly Problem[] => {
    const why = whyUnusable(reference, known, before);
    return why === null ? [] : [{ path, about: 'value', sentence: `\${${reference.name}} ${why}` }];
  });
}

function whyUnusable(
  { name, fallback, step, is_name }: Reference,
  known: readonly string[],
  before: readonly string[],
): string | null {
  if (!is_name) return 'is no name of a variable; allowed: letters, digits, underscores, or steps.ID.state';
  if (step !== null) {
    if (before.includes(step)) return null;
    const near = nearest(step, before);
    return `is the state of no step that this one depends on${near === null ? '' : `; did you mean ${near}?`}`;
  }
  if (fallback !== null || known.includes(name)) return null;
  const near = nearest(name, known);
  const hint =
    near === null ? `pass --var ${name}=VALUE, or write \${${name}:-DEFAULT}` : `did you mean ${near}?`;
  return `has no value here; ${hint}`;
}
