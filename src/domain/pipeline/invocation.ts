/**
 * What a try of a step starts. Values become whole arguments: where a shell reads the command, they reach it as variables of its own, so
 * that no value is ever read as part of a command.
 */
import type { PipelineAction } from './action.ts';
import { lookupIn, variablesOf } from './lookup.ts';
import type { PipelineStep } from './schema.ts';
import type { RunState } from './state.ts';
import { fillText, type Lookup, referencesIn, rewriteTemplate } from './template.ts';

export interface StepInvocation {
  readonly file: string;
  readonly args: readonly string[];
  /** Relative to the run's directory. */
  readonly cwd: string;
  /** Added to the environment of whoever drives the run. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeout_ms: number;
  /** Relative to `cwd`. */
  readonly artifacts: readonly string[];
}

/** Returns what a try of a step starts. */
export function stepInvocation(
  run: RunState,
  step: PipelineStep,
  { attempt }: Pick<PipelineAction, 'attempt'>,
): StepInvocation {
  const lookup = lookupIn(run);
  const fill = (text: string) => fillText(text, lookup);
  const args = step.args.map(fill);
  const variables = variablesOf(run);
  const env = {
    ...Object.fromEntries(Object.keys(run.pipeline.globals.env).map((name) => [name, variables[name] ?? ''])),
    ...Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, fill(text)])),
    PIPELINE_RUN_ID: run.run_id,
    PIPELINE_STEP_ID: step.id,
    PIPELINE_ATTEMPT: String(attempt),
  };
  const grace_sec = step.critical ? step.critical_grace_period_sec : 0;
  return {
    ...(step.shell ? shellCall(step, args, lookup, env) : { file: fill(step.command), args, env }),
    cwd: fill(step.cwd ?? '.'),
    timeout_ms: 1000 * ((step.timeout_sec ?? run.pipeline.globals.default_timeout_sec) + grace_sec),
    artifacts: step.artifacts.map(fill),
  };
}

/** The shell knows `${VAR}` and `${VAR:-default}` itself; only the name of a state is none that a shell could use. */
function shellCall(
  { id, command }: PipelineStep,
  args: readonly string[],
  lookup: Lookup,
  env: Readonly<Record<string, string>>,
): Pick<StepInvocation, 'file' | 'args' | 'env'> {
  const references = referencesIn(command).map((reference) => ({ reference, name: shellName(reference) }));
  const values = references.flatMap(({ reference, name }) => {
    const value = lookup(reference);
    return value === undefined ? [] : [[name, value] as const];
  });
  const line = rewriteTemplate(command, (reference) => {
    const rest = reference.fallback === null ? '' : `:-${reference.fallback}`;
    return `\${${shellName(reference)}${rest}}`;
  });
  return { file: '/bin/sh', args: ['-c', line, id, ...args], env: { ...Object.fromEntries(values), ...env } };
}

function shellName({ name, step }: { readonly name: string; readonly step: string | null }): string {
  return step === null
    ? name
    : `steps_${step.replaceAll(/\W/g, (other) => `_${other.charCodeAt(0)}_`)}_state`;
}
