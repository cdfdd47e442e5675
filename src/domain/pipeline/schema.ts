/**
 * The shape of a pipeline's file: every default, every bound and every sentence about a field. What editors use (JSON Schema), the types
 * and the problems that are reported come of it. An error's text names what is allowed.
 */
import * as z from 'zod';
import type { OnFailure } from '../shared/scheduling/schedule.ts';
import { parseCondition } from './condition.ts';

const text = (allowed: string) => z.string({ error: allowed }).regex(/\S/, { error: allowed });
const whole = (from: number, to: number) => {
  const error = `a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
};
const flag = z.boolean({ error: 'true or false' });
const texts = (item: z.ZodString) => z.array(item, { error: 'a list of texts' });
const anyText = z.string({ error: 'a text' });

const nameAllowed = 'a short name of letters, digits, dots, hyphens and underscores, such as build';
/** It becomes part of the names of files. */
const name = z
  .string({ error: nameAllowed })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: nameAllowed });

const variableAllowed = 'names of variables (letters, digits, underscores) with texts';
const env = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: variableAllowed }), anyText, {
    error: variableAllowed,
  })
  .default({});

const SECONDS_OF_A_DAY = 86_400;
const ON_FAILURE = ['abort', 'skip_dependents', 'continue'] as const satisfies readonly OnFailure[];
const conditionAllowed = "success(), failure(), always(), or a comparison such as ${VAR} == 'x'";

const step = z.strictObject(
  {
    id: name.describe('Names the step in depends_on, commands and events'),
    name: anyText.optional().describe('What people read; default: the id'),
    command: text('a program, such as npm').describe('A program; with shell: true a line for `sh -c`'),
    args: texts(anyText).default([]).describe('Its arguments, each exactly one word'),
    depends_on: texts(anyText).default([]).describe('Steps that have to be over before'),
    timeout_sec: whole(1, SECONDS_OF_A_DAY)
      .optional()
      .describe('A try that takes longer is ended, in seconds; default: globals.default_timeout_sec'),
    retries: whole(0, 100).default(0).describe('How often it is tried again'),
    retry_delay_sec: whole(0, SECONDS_OF_A_DAY).default(0).describe('Pause before that, in seconds'),
    critical: flag.default(true).describe('The run fails when it fails or cannot run'),
    on_failure: z
      .enum(ON_FAILURE, { error: `one of: ${ON_FAILURE.join(', ')}` })
      .default('abort')
      .describe(
        'abort: cancel all that has not begun (where it is critical, else as continue); skip_dependents: skip what depends on it; continue: go on',
      ),
    critical_grace_period_sec: whole(0, SECONDS_OF_A_DAY)
      .default(0)
      .describe('A critical step gets this much longer than timeout_sec, in seconds'),
    cwd: text('a folder').optional().describe('Where it runs, from the top of the working tree'),
    env: env.describe('Environment variables, beside those of globals.env'),
    shell: flag.default(false).describe('Run command by `sh -c`, with args as $1, $2 ...'),
    condition: text(conditionAllowed)
      .refine((condition) => parseCondition(condition) !== null, { error: conditionAllowed })
      .optional()
      .describe(`When it starts: ${conditionAllowed}; default: as on_failure of the others says`),
    artifacts: texts(text('a path')).default([]).describe('Files that it has to leave, from cwd'),
    exclusive: texts(text('the name of a resource'))
      .default([])
      .describe('Steps that name the same resource never run at once'),
  },
  { error: 'an object with id and command' },
);

const globals = z.strictObject(
  {
    max_concurrency: whole(1, 64).default(4).describe('How many steps run at once at most'),
    default_timeout_sec: whole(1, SECONDS_OF_A_DAY)
      .default(1800)
      .describe('For steps without a timeout_sec of their own, in seconds'),
    env: env.describe('Variables for all steps; --var and --var-file override them'),
    state_files: flag
      .default(false)
      .describe('Keep the state of each run as JSON in .state/<name of the file>/ of the working tree'),
  },
  { error: 'an object with max_concurrency, default_timeout_sec, env' },
);

export const pipelineSchema = z.strictObject(
  {
    $schema: anyText.optional(),
    plan_id: name.describe('Names the pipeline'),
    version: anyText.default('1.0'),
    metadata: z
      .looseObject({ project: anyText.optional(), phase_id: anyText.optional() }, { error: 'an object' })
      .default({})
      .describe('What it belongs to: project, phase_id, and whatever you like'),
    globals: globals.prefault({}),
    steps: z.array(step, { error: 'a list of steps' }).min(1, { error: 'at least one step' }),
  },
  { error: 'an object with plan_id and steps' },
);

/** A pipeline with every default filled in: what document 004 calls a plan. */
export type Pipeline = Readonly<z.output<typeof pipelineSchema>>;
export type PipelineStep = Readonly<z.output<typeof step>>;

/** Returns the JSON Schema of a pipeline's file, for editors. */
export function pipelineJsonSchema(): object {
  return { title: 'intorch pipeline', ...z.toJSONSchema(pipelineSchema, { io: 'input' }) };
}
