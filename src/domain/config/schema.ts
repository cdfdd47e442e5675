/**
 * The shape of intorch.yaml. Every default, every bound and every sentence about a key is written here once. The editor's JSON Schema,
 * the environment overrides, the error messages and the file that `intorch init` writes are derived from it. An error's text names what
 * is allowed; `parseSettings` adds the place and the value found there.
 */
import * as z from 'zod';
import { findCycle } from '../shared/graph.ts';
import { type GateName, parseBranchName } from '../shared/ids.ts';
import { isFolderInTree } from './folder-in-tree.ts';
import { fillTemplate, PLACEHOLDERS, USUAL_NAMING } from './integration-branch.ts';
import { conflictsSchema } from './keys/conflicts-schema.ts';
import { gatingSchema, testsSchema } from './keys/gating-schema.ts';
import {
  flagSetting as flag,
  mapping,
  oneOf,
  textSetting as text,
  textsSetting as texts,
  wholeNumber as whole,
} from './keys/setting-schema.ts';
import { CONFINEMENTS, PARSERS, STRATEGIES } from './settings.ts';

const branch = (allowed = 'the name of a branch, such as effort/auth') =>
  z.string({ error: allowed }).refine((name) => parseBranchName(name) !== null, { error: allowed });

const SECONDS_OF_A_DAY = 86_400;
const gateNameAllowed = 'a short name of letters, digits, dots, hyphens and underscores, such as test';
/** A gate's name becomes part of the names of log files, so it has to be safe as a file name. */
const gateName = z
  .string({ error: gateNameAllowed })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { error: gateNameAllowed }) as unknown as z.ZodType<
  GateName,
  string
>;

const gate = mapping({
  name: gateName.describe('A short name for screens, reports and variables'),
  command: text('a shell command, such as npm test').describe('Run by `sh -c` in a workspace of its own'),
  when: oneOf(['effort', 'final', 'both'])
    .default('both')
    .describe('After each effort, on the final tree, or both'),
  timeout_sec: whole(1, SECONDS_OF_A_DAY)
    .default(1800)
    .describe('A gate that takes longer is ended, in seconds'),
  retries: whole(0, 10).default(1).describe('How often a red gate runs again on the same tree'),
  flaky: oneOf(['ask', 'pass'])
    .default('pass')
    .describe('What to do when a gate fails, then passes on the same tree: ask, or count it as passed'),
  required: flag.default(true).describe('A gate that is not required is reported and blocks nothing'),
  parser: oneOf(PARSERS).default('auto').describe('Format of its output; exit looks at the exit status only'),
  env: z
    .record(z.string(), z.string({ error: 'a text; write numbers and words like yes in quotes' }), {
      error: 'a mapping of names to texts',
    })
    .default({})
    .describe('Environment variables of its command'),
  depends_on: texts('the name of a gate')
    .default([])
    .describe('Gates that have to be green on the same tree before it runs'),
  exclusive: texts().default([]).describe('Gates that name the same resource never run at once'),
  sandbox: oneOf(CONFINEMENTS)
    .nullable()
    .default(null)
    .describe('Shut in without (offline) or with the network (online), or not (off); null: as sandbox says'),
});

const commits = z.array(text('an object name'), { error: 'a list of object names' });
const effort = mapping({
  branch: branch().describe('The branch to integrate'),
  name: text()
    .nullable()
    .default(null)
    .describe('Its name on screens and in reports; the last part of the branch unless given'),
  depends_on: texts().default([]).describe('Names or branches of efforts that go in first'),
  strategy: oneOf(STRATEGIES)
    .nullable()
    .default(null)
    .describe('How this one is merged, if not as the others'),
  commits: commits.nullable().default(null).describe('For cherry-pick: these commits only'),
}).refine((entry) => entry.commits === null || entry.strategy === 'cherry-pick', {
  path: ['commits'],
  error: 'commits only together with strategy: cherry-pick',
});

const efforts = mapping({
  patterns: texts('a branch or a pattern such as effort/*')
    .default([])
    .describe('Branches to integrate; * stands for anything but a slash, ** for anything'),
  exclude: texts('a branch or a pattern such as effort/*')
    .default([])
    .describe('Branches that a pattern finds and that stay out'),
  list: z
    .array(effort, { error: 'a list of efforts, each with a branch' })
    .default([])
    .refine((list) => !repeated(list.map((entry) => entry.branch)), { error: 'every branch once' })
    .refine((list) => findCycle(dependencies(list)) === null, { error: 'depends_on without a circle' })
    .describe('Details of single branches, and branches that no pattern finds'),
  worktrees: flag.default(false).describe('Integrate the branches that are checked out in linked worktrees'),
  strategy: oneOf(STRATEGIES)
    .default('merge')
    .describe('How branches are merged; hybrid picks clean commits and merges the rest'),
});

const template = `a branch name with any of ${PLACEHOLDERS.join(', ')} in it`;
const naming = mapping({
  phase: whole(0, 9999).default(USUAL_NAMING.phase).describe('Number of the phase, part of the branch name'),
  wave: whole(0, 9999).default(USUAL_NAMING.wave).describe('Number of the wave of branches in the phase'),
  integration_branch: z
    .string({ error: template })
    .default(USUAL_NAMING.integration_branch)
    .refine(
      (name) =>
        parseBranchName(fillTemplate(name, 1, 1, 'session')) !== null &&
        !/[<>]/.test(fillTemplate(name, 1, 1, 's')),
      { error: template },
    )
    .describe('<P> is the phase, <W> the wave, <session> the name of the session'),
});

const folder = text('the path of a folder');

/** The file as it is written; an absent key stands for its default. */
export const fileSchema = mapping({
  target: branch('the name of a branch, such as main')
    .nullable()
    .default(null)
    .describe('The branch that everything is landed on'),
  efforts: efforts.prefault({}).describe('What is integrated; a plain list stands for patterns'),
  naming: naming.prefault({}),
  gates: z
    .array(gate, { error: 'a list of gates, each with a name and a command' })
    .default([])
    .refine((list) => !repeated(list.map((entry) => entry.name)), { error: 'every gate name once' })
    .refine((list) => list.every(({ depends_on }) => depends_on.every((name) => isAmong(list, name))), {
      error: 'depends_on with names of gates alone',
    })
    .refine((list) => findCycle(new Map(list.map((one) => [`${one.name}`, one.depends_on]))) === null, {
      error: 'depends_on without a circle',
    })
    .describe('Commands that must pass, such as tests'),
  gating: gatingSchema.prefault({}),
  tests: testsSchema.prefault({}),
  baseline: flag
    .default(true)
    .describe('Run the gates on the target first, to know which failures were there before'),
  limits: mapping({
    effort_lines: whole(1, 10_000_000)
      .nullable()
      .default(null)
      .describe('Lines that one effort may change before somebody is asked; null: more than 800 are named'),
    integration_lines: whole(1, 100_000_000)
      .nullable()
      .default(null)
      .describe('Lines that all together may change'),
  }).prefault({}),
  conflicts: conflictsSchema.prefault({}),
  checkpoints: mapping({
    directory: folder
      .refine(isFolderInTree, { error: 'a folder inside the working tree, and not in .git' })
      .nullable()
      .default(null)
      .describe('A folder in the working tree; null: under the git directory'),
    keep: whole(1, 1000).default(10).describe('How many of the newest are kept'),
    interval_sec: whole(1, SECONDS_OF_A_DAY)
      .default(30)
      .describe('How often one is written while gates run, in seconds'),
    commit: flag.default(false).describe('Mirror checkpoints as commits on a ref of their own'),
    push: flag.default(false).describe('Push that ref, so that another machine can resume'),
    remote: text('the name of a remote').default('origin').describe('The remote that it is pushed to'),
  })
    .refine((value) => !value.push || value.commit, {
      path: ['push'],
      error: 'push only together with commit: true',
    })
    .prefault({}),
  landing: mapping({
    mode: oneOf(['auto', 'fast_forward', 'hold', 'none'])
      .default('auto')
      .describe('auto: fast-forward, or hold for review where the target is checked out'),
    control_files: oneOf(['inform', 'ask'])
      .default('inform')
      .describe(
        'Changed files that programs obey (intorch.yaml, CI, hooks, scripts): say so, or ask before landing',
      ),
  }).prefault({}),
  sessions: mapping({
    keep: whole(1, 10_000).default(50).describe('How many of the newest sessions are kept'),
    days: whole(1, 36_500)
      .default(90)
      .describe('How long a session that is over is kept, in days; what is nowhere else is kept longer'),
  }).prefault({}),
  max_concurrency: whole(1, 64).default(2).describe('Gates and merges that may run at once'),
  worktree: mapping({
    setup: text('a shell command, such as npm ci')
      .nullable()
      .default(null)
      .describe('Command that installs dependencies in a workspace'),
    setup_key: texts('the path of a file')
      .default([])
      .describe('Set-up runs again when one of these files changed'),
    setup_timeout_sec: whole(1, SECONDS_OF_A_DAY)
      .default(900)
      .describe('A set-up that takes longer is ended, in seconds'),
    filters: texts()
      .default([])
      .describe(
        'Filters of the git configuration (lfs, git-crypt) that run in workspaces; branches say on which files',
      ),
    caches: texts('a glob of ignored paths, such as target')
      .default([])
      .describe(
        'Ignored paths (globs) that stay in a workspace when it gets another tree, so they can decide its verdict',
      ),
    directory: folder
      .nullable()
      .default(null)
      .describe('Folder for workspaces; null: the cache folder of the user'),
  }).prefault({}),
  sandbox: mapping({
    mode: oneOf(['off', 'auto', 'required'])
      .default('off')
      .describe('Shut gates and set-up in; auto: where this machine can'),
    command: texts('a list of words, one of them {command}')
      .default([])
      .refine((words) => words.length === 0 || words.includes('{command}'), {
        error: 'a list of words, one of them {command}',
      })
      .describe(
        'Words of a wrapper such as podman; {slot}, {command} and {network} are filled in; empty: bubblewrap',
      ),
    network: oneOf(['none', 'setup', 'all'])
      .default('setup')
      .describe('Who reaches the network: nobody, set-up, or gates too'),
    read: texts('the path of a folder or a file')
      .default([])
      .describe('What else can be read in it, such as ~/.m2; toolchains on the PATH can'),
    write: texts('the path of a folder or a file')
      .default([])
      .describe(
        'What else can be written, such as ~/.npm; gates of one branch can then reach those of another',
      ),
  }).prefault({}),
});

function isAmong(list: readonly { readonly name: string }[], name: string): boolean {
  return list.some((one) => one.name === name);
}

function repeated(names: readonly string[]): boolean {
  return new Set(names).size !== names.length;
}

function dependencies(
  list: readonly {
    readonly branch: string;
    readonly name: string | null;
    readonly depends_on: readonly string[];
  }[],
) {
  const branchOf = new Map(list.map((entry) => [entry.name ?? entry.branch, entry.branch]));
  return new Map(
    list.map((entry) => [entry.branch, entry.depends_on.map((need) => branchOf.get(need) ?? need)]),
  );
}
