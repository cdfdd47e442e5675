/** The stored form of the settings that a session froze at its start: complete, so it needs no defaults. */
import * as z from 'zod';
import type { GateName } from '../shared/ids.ts';
import type { Immutable, Same } from '../shared/schema.ts';
import { flag, named, number, text, texts } from '../shared/schema.ts';
import { todaysAnswer } from './former-answers.ts';
import type { Settings } from './settings.ts';
import { CONFINEMENTS, GATE_POLICIES, PARSERS, STRATEGIES } from './settings.ts';

const strategy = z.enum(STRATEGIES);

/** One gate as a session froze it. */
export const gateSettingsSchema = z.strictObject({
  name: named<GateName>(),
  command: text,
  when: z.enum(['effort', 'final', 'both']),
  timeout_sec: number,
  retries: number,
  flaky: z.enum(['ask', 'pass']),
  required: flag,
  parser: z.enum(PARSERS),
  env: z.record(z.string(), text),
  depends_on: texts.default([]),
  exclusive: texts,
  sandbox: z.enum(CONFINEMENTS).nullable().default(null),
});

const effortSettingsSchema = z.strictObject({
  branch: text,
  name: text.nullable(),
  depends_on: texts,
  strategy: strategy.nullable(),
  commits: texts.nullable(),
});

/** What an integration depends on, as it was when the session started. */
export const frozenSettingsSchema = z.strictObject({
  target: text.nullable(),
  efforts: z.strictObject({
    patterns: texts,
    exclude: texts,
    list: z.array(effortSettingsSchema),
    worktrees: flag,
    strategy,
  }),
  naming: z.strictObject({ phase: number, wave: number, integration_branch: text }),
  gates: z.array(gateSettingsSchema),
  gating: z
    .strictObject({
      policy: z.enum(GATE_POLICIES).nullable(),
      budget_min: number,
      guard: flag.default(false),
    })
    .default({ policy: 'each', budget_min: 30, guard: false }),
  tests: z.strictObject({ paths: texts.nullable() }).default({ paths: null }),
  baseline: flag,
  limits: z.strictObject({ effort_lines: number.nullable(), integration_lines: number.nullable() }),
  conflicts: z.strictObject({
    auto: flag,
    ask: z.enum(['at_once', 'last']).default('at_once'),
    markers_in: texts.default([]),
    policies: z.array(
      z.strictObject({
        class: text.nullable(),
        path: text.nullable(),
        resolve: text.overwrite(todaysAnswer),
      }),
    ),
    same_function: z.enum(['warn', 'ask']).default('warn'),
    double_work: z.enum(['warn', 'ask']).default('warn'),
    trusted_drivers: texts,
  }),
  checkpoints: z.strictObject({
    directory: text.nullable(),
    keep: number,
    interval_sec: number,
    commit: flag,
    push: flag,
    remote: text,
  }),
  landing: z.strictObject({
    mode: z.enum(['auto', 'fast_forward', 'hold', 'none']),
    control_files: z.enum(['inform', 'ask']).default('inform'),
  }),
  sessions: z.strictObject({ keep: number, days: number }).default({ keep: 50, days: 90 }),
  max_concurrency: number,
  worktree: z.strictObject({
    setup: text.nullable(),
    setup_key: texts,
    setup_timeout_sec: number,
    filters: texts.default([]),
    caches: texts.default([]),
    directory: text.nullable(),
  }),
  sandbox: z
    .strictObject({
      mode: z.enum(['off', 'auto', 'required']),
      command: texts,
      network: z.enum(['none', 'setup', 'all']),
      read: texts,
      write: texts,
    })
    .default({ mode: 'off', command: [], network: 'setup', read: [], write: [] }),
});

true satisfies Same<Immutable<z.infer<typeof frozenSettingsSchema>>, Settings>;

/** What a session keeps of its settings in a file of their own. */
export const storedSettingsSchema = z.object({
  settings: frozenSettingsSchema,
  written: frozenSettingsSchema.nullish(),
  text: text.nullish(),
  tip: text.nullish(),
});
