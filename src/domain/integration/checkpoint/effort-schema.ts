/** The stored form of efforts. */
import * as z from 'zod';
import { STRATEGIES } from '../../config/settings.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { Immutable, Same } from '../../shared/schema.ts';
import { branchName, count, flag, instant, named, refName, sha, text, texts } from '../../shared/schema.ts';
import { EFFORT_STATUSES } from '../state.ts';
import type { FlatEffort } from './flat-state.ts';

const effortName = named<EffortName>();

const sizeSchema = z.strictObject({
  added: count,
  removed: count,
  files: count,
  uncounted: count.default(0),
  by_directory: z.array(z.strictObject({ directory: text, lines: count })),
  by_commit: z.array(z.strictObject({ commit: sha, subject: text, lines: count })).default([]),
});

/** One branch on its way into the integration branch. */
export const effortSchema = z.strictObject({
  name: effortName,
  branch: branchName,
  ref: refName,
  tip: sha,
  merge_base: sha,
  status: z.enum(EFFORT_STATUSES),
  dependencies: z.array(effortName),
  strategy: z.enum(STRATEGIES),
  commits_chosen: z.array(sha).nullable(),
  commits_left_out: z.array(z.strictObject({ commit: sha, subject: text })),
  commits: count,
  authors: texts,
  subject: text,
  last_commit_at: instant,
  size: sizeSchema,
  excluded: flag,
  already_in: z.enum(['ancestor', 'squashed', 'reverted']).nullable(),
  restore_point: sha.nullable(),
  merge_commit: sha.nullable(),
  conflicts: count,
  resolution_status: z.enum(['NONE', 'IN_PROGRESS', 'RESOLVED']),
  merged_at: instant.nullable(),
  held_because: text.nullable(),
  held_as: z.enum(['PUT_ASIDE', 'HANDED_BACK']).nullable(),
  held_with: effortName.nullable().default(null),
  deferred: flag.default(false),
  oversize_accepted: flag,
  losses: z.array(
    z.strictObject({ path: text, side: z.enum(['current', 'incoming']), lines: count, examples: texts }),
  ),
  clashes_with: z.array(effortName).nullable(),
});

true satisfies Same<Immutable<z.infer<typeof effortSchema>>, FlatEffort>;
