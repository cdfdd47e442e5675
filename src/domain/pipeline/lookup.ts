import type { RunState } from './state.ts';
import { fillText, type Lookup } from './template.ts';

type Known = Pick<RunState, 'pipeline' | 'steps' | 'variables' | 'run_id'>;

/** Returns the variables of a run by name: what was given counts more than `globals.env`. */
export function variablesOf({
  pipeline,
  variables,
  run_id,
}: Omit<Known, 'steps'>): Readonly<Record<string, string>> {
  const given: Readonly<Record<string, string>> = { ...variables, RUN_ID: run_id };
  const own = Object.entries(pipeline.globals.env).map(([name, text]) => [
    name,
    fillText(text, (reference) => given[reference.name]),
  ]);
  return { ...Object.fromEntries(own), ...given };
}

/** Returns the values that texts of a run's steps are filled with. */
export function lookupIn(run: Known): Lookup {
  const variables = variablesOf(run);
  return ({ name, step }) =>
    step === null ? variables[name] : run.steps.find(({ id }) => id === step)?.state;
}
