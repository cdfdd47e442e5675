/** Renders a proposal as intorch.yaml. The file explains every key; keys at their default are commented out. */
import { sanitizeLine } from '../shared/text.ts';
import type { Proposal } from './propose.ts';

/** Renders the text of the file. `schema` is the path or URL where the editor finds the JSON Schema. */
export function renderConfig(proposal: Proposal, schema: string): string {
  const { branches, gates, setup } = proposal;
  return [
    `# yaml-language-server: $schema=${schema}`,
    '# What intorch integrates, how it judges it, and where it lands. Each key is optional.',
    '# Keys in comments show their default, or an example where marked "e.g."',
    '# Every key can be set for one run by a variable: INTORCH_LIMITS__EFFORT_LINES=900, INTORCH_TARGET=main.',
    '',
    '# The branch that everything is landed on.',
    branches.target === null
      ? '# target: main  # e.g.; default: the branch that is checked out'
      : `target: ${scalar(branches.target)}`,
    '',
    '# What is integrated. Already merged branches are recognised and skipped.',
    'efforts:',
    ...list(
      'patterns',
      branches.patterns,
      '  ',
      'Branches or patterns; * stands for anything.',
      "'effort/*'",
    ),
    ...branches.other_groups.map((group) => `    # - ${scalar(group.pattern)}  # ${group.branches} branches`),
    '  # Branches that a pattern finds and that stay out.',
    '  # exclude: []',
    '  # Take the branches that are checked out in linked worktrees as well.',
    branches.worktrees ? '  worktrees: true' : '  # worktrees: false',
    '  # merge, cherry-pick or hybrid (clean commits picked, conflicted changes in one commit that names them).',
    '  # strategy: merge',
    '  # Details of single efforts: what must go in first, another strategy, chosen commits.',
    '  # list:              # e.g.',
    '  #   - branch: effort/auth',
    '  #     name: auth',
    '  #     depends_on: [database]',
    '  #     strategy: cherry-pick',
    '  #     commits: [1a2b3c4]',
    '',
    '# <P> is the phase, <W> the wave, <session> the name of the session.',
    '# naming:',
    '#   phase: 1',
    '#   wave: 1',
    '#   integration_branch: phase<P>/wave<W>-integration',
    '',
    '# Commands that judge a tree, each in a workspace of its own. Found in this repository:',
    ...(gates.length === 0
      ? ['# gates:  # e.g.', '#   - name: test', '#     command: npm test']
      : ['gates:']),
    ...gates.flatMap((gate) => [
      `  # ${sanitizeLine(gate.found_in)}`,
      `  - name: ${scalar(gate.name)}`,
      `    command: ${scalar(gate.command)}`,
    ]),
    '# More keys of a gate, with their defaults:',
    '#     when: both           # effort: after each effort; final: on the final tree; both',
    '#     timeout_sec: 1800',
    '#     retries: 1           # again after red on the same tree',
    '#     flaky: pass          # or ask: what to do when a gate fails, then passes on the same tree',
    '#     required: true       # false: reported, blocks nothing',
    '#     parser: auto         # exit, node, vitest, jest, tap, pytest, go, cargo, bun, mocha, junit',
    "#     env: {}              # texts: PORT: '3000'",
    '#     depends_on: []       # gates that have to be green on the same tree before it runs',
    '#     exclusive: []        # gates that name the same resource never run at once',
    '#     sandbox: null        # offline, online or off; null: as sandbox says',
    '',
    '# When gates run: each (after each effort), grouped (all together, and groups of them), final (groups only if all are red).',
    '# gating:',
    '#   policy: null         # each while that fits in the budget, else grouped',
    '#   budget_min: 30',
    "#   guard: true          # once more on the final tree, with the target's version of test files that efforts change",
    '',
    '# Test files with their snapshots and fixtures; null: as the usual runners look for them.',
    '# tests:',
    '#   paths: null          # e.g. [test/**, src/**/*.spec.ts]',
    '',
    '# Run the gates on the target first, to know which failures were there before.',
    '# baseline: true',
    '',
    '# Gates and merges that may run at once.',
    '# sessions:',
    '#   keep: 50',
    '#   days: 90',
    '# max_concurrency: 2',
    '',
    '# The workspaces in which gates run.',
    setup === null ? '# worktree:' : 'worktree:',
    '  # Installs dependencies; runs again when one of the files under setup_key has changed.',
    setup === null ? '  # setup: npm ci        # e.g.' : `  setup: ${scalar(setup.command)}`,
    ...(setup === null
      ? ['  # setup_key: [package-lock.json]  # e.g.']
      : list('setup_key', setup.key, '  ', null, 'package.json')),
    '  # setup_timeout_sec: 900',
    '  # filters: []            # e.g. [lfs]: filters of the git configuration that run in them',
    '  # caches: []             # e.g. [target]: ignored paths that stay from one tree to the next',
    '  # directory: null        # null: the cache folder of the user',
    '',
    '# Shut gates and set-up in: they see their workspace, and neither your files nor this repository.',
    '# sandbox:',
    '#   mode: off              # auto: where this machine can; required',
    '#   network: setup         # who reaches the network: none, setup, all',
    '#   read: []               # e.g. [~/.m2]; toolchains on the PATH can be read',
    '#   write: []              # e.g. [~/.npm]',
    '#   command: []            # empty: bubblewrap; or the words of a wrapper:',
    '#   # [podman, run, --rm, --network={network}, -v, "{slot}:{slot}", -w, "{slot}", node:24, sh, -c, "{command}"]',
    '',
    '# Lines that one effort, and all together, may change before somebody is asked. Lock and generated files do not count.',
    '# limits:',
    '#   effort_lines: null',
    '#   integration_lines: null',
    '',
    '# conflicts:',
    '#   auto: true             # resolve provably safe conflicts without asking',
    '#   ask: at_once           # or last: after the other efforts are in',
    '#   markers_in: []         # files that may contain conflict markers: fixtures, texts about git',
    '#   same_function: warn    # ask: two efforts that change one function do not land before somebody said so',
    '#   double_work: warn      # ask: nor two that do the same work, or against each other',
    '#   trusted_drivers: []    # merge drivers of the git configuration that may run',
    '#   policies:              # e.g.; standing answers, the first that fits is taken',
    '#     - path: CHANGELOG.md',
    '#       resolve: combine_current_incoming',
    '#     - class: modify_delete',
    '#       resolve: hold_effort',
    '',
    '# checkpoints:',
    '#   directory: null        # null: under the git directory',
    '#   keep: 10',
    '#   interval_sec: 30',
    '#   commit: false          # mirror them as commits on a ref of their own',
    '#   push: false            # push that ref, so that another machine can resume',
    '#   remote: origin',
    '',
    '# How it lands; auto fast-forwards the target, or holds for review where it is checked out. Also: fast_forward, hold, none.',
    '# landing:',
    '#   mode: auto',
    '#   control_files: inform  # ask: nothing that changes CI, hooks, scripts or this file lands before somebody said so',
    '',
  ].join('\n');
}

function list(
  key: string,
  values: readonly string[],
  indent: string,
  comment: string | null,
  example: string,
): readonly string[] {
  const above = comment === null ? [] : [`${indent}# ${comment}`];
  if (values.length === 0) return [...above, `${indent}# ${key}:  # e.g.`, `${indent}#   - ${example}`];
  return [...above, `${indent}${key}:`, ...values.map((value) => `${indent}  - ${scalar(value)}`)];
}

/** Writes a text as a YAML scalar, in quotes where YAML could read it as something else. A JSON string is a YAML string. */
function scalar(text: string): string {
  const plain = /^[A-Za-z/][A-Za-z0-9 _./+@=&-]*$/.test(text) && !text.endsWith(' ');
  const word = /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain && !word ? text : JSON.stringify(text);
}
