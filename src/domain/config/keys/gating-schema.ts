/** The keys of intorch.yaml about when gates run, and on which tests. */

import { GATE_POLICIES } from '../settings.ts';
import { flagSetting, mapping, oneOf, textsSetting, wholeNumber } from './setting-schema.ts';

const WHEN_GATES_RUN = 'each: after each effort; grouped, final: on all together; null: as budget_min lets';

export const gatingSchema = mapping({
  policy: oneOf(GATE_POLICIES).nullable().default(null).describe(WHEN_GATES_RUN),
  budget_min: wholeNumber(1, 100_000)
    .default(30)
    .describe('Minutes that the gates after all efforts may take in all, where policy is null'),
  guard: flagSetting
    .default(true)
    .describe(
      "Where efforts change test files of the target, run the final tree once more with the target's version of them",
    ),
});

export const testsSchema = mapping({
  paths: textsSetting('a glob over paths, such as test/**')
    .nullable()
    .default(null)
    .describe(
      'Test files with their snapshots and fixtures, as globs; null: as the usual runners look for them',
    ),
});
