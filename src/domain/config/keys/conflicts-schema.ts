/** The keys of intorch.yaml about conflicts, met or forecast. */
import * as z from 'zod';
import { OPTION_KINDS } from '../../conflict/conflict.ts';
import { flagSetting, mapping, oneOf, textSetting, textsSetting } from './setting-schema.ts';

/** Answers that a conflict policy may give: all but those that need a person (`edited`) or a recorded resolution (`remembered`). */
const POLICY_ANSWERS = [
  ...OPTION_KINDS.filter((kind) => kind !== 'edited' && kind !== 'remembered'),
  'ask',
  'hold_effort',
  'return_to_author',
] as const;

const policy = mapping({
  class: textSetting()
    .nullable()
    .default(null)
    .describe('A class or a kind of conflict: imports, adjacent, modify_delete ...'),
  path: textSetting('a glob over paths, such as src/locales/**')
    .nullable()
    .default(null)
    .describe('Files that it is about, as a glob: src/locales/**'),
  resolve: oneOf(POLICY_ANSWERS).describe('What is done with such a conflict'),
}).refine((entry) => entry.class !== null || entry.path !== null, { error: 'a class, a path or both' });

export const conflictsSchema = mapping({
  auto: flagSetting.default(true).describe('Resolve provably safe conflicts without asking'),
  ask: oneOf(['at_once', 'last'])
    .default('at_once')
    .describe(
      'When to ask what only you can decide: as soon as it comes up, or after the other efforts are in',
    ),
  policies: z
    .array(policy, { error: 'a list of policies' })
    .default([])
    .describe('Standing answers; the first that fits is taken'),
  markers_in: textsSetting()
    .default([])
    .describe('Files that may contain conflict markers: test fixtures, texts about git'),
  same_function: oneOf(['warn', 'ask'])
    .default('warn')
    .describe('Two efforts that change one function and merge all the same: say so, or ask before landing'),
  double_work: oneOf(['warn', 'ask'])
    .default('warn')
    .describe('Efforts that do the same work, or against each other: say so, or ask before landing'),
  trusted_drivers: textsSetting().default([]).describe('Merge drivers of the git configuration that may run'),
});
