import type { GateSettings } from '../domain/config/settings.ts';
import { confinementOf } from '../domain/gate/confinement.ts';
import { isUncounted } from '../domain/gate/gate.ts';
import { NOT_COUNTED } from '../domain/gate/verdict.ts';
import { isBeforeStart } from '../domain/integration/finding-kinds.ts';
import { type Fit, fitInUse } from '../domain/integration/fit/fit.ts';
import { orderInUse } from '../domain/integration/order/order-in-use.ts';
import { inTargetWords, isInTarget } from '../domain/integration/selectors/effort-status.ts';
import { estimateOf } from '../domain/integration/selectors/estimate.ts';
import { findingLine } from '../domain/integration/selectors/findings.ts';
import { baselineTestsOf } from '../domain/integration/selectors/gating.ts';
import { policyWords } from '../domain/integration/selectors/groups/policy-words.ts';
import { participants } from '../domain/integration/selectors/progress.ts';
import { effortLimit, isOversize, linesOf } from '../domain/integration/selectors/size.ts';
import { integrationSplit, partsWords } from '../domain/integration/selectors/split.ts';
import type { Effort, IntegrationState } from '../domain/integration/state.ts';
import { type EffortName, shortSha } from '../domain/shared/ids.ts';
import { counted } from '../domain/shared/text.ts';
import { humanDuration } from '../domain/shared/time.ts';
import { fitSection } from './sections/fit-section.ts';
import { bullets, code, markdown, numbered, prose, table, when } from './words/markdown.ts';
import { splitText } from './words/size-lines.ts';

/**
 * Writes INTEGRATION_PLAN.md: what to integrate, in which order and why, before anything is touched. `session`: `none_yet` for a plan
 * that starts nothing, and so has no id and no start.
 */
export function integrationPlan(
  state: IntegrationState,
  session: 'begun' | 'none_yet' = 'begun',
  fit: Fit = fitInUse(state),
): string {
  const none = session === 'none_yet' ? 'none yet: nothing is started' : null;
  const efforts = participants(state).filter(({ status }) => status !== 'FAILED');
  const expected = expectations(state, efforts);
  return markdown(
    `# Integration Plan: ${code(state.integration_branch)}`,
    '## Session Metadata',
    bullets([
      `Session ID: ${none ?? code(state.session_id)}`,
      `Start Time: ${none ?? when(state.created_at)}`,
      `Workflows to Integrate: ${efforts.length}${efforts.length === 0 ? '' : ` (${efforts.map(({ name }) => prose(name)).join(', ')})`}`,
      `Target Branch: ${code(state.target)}${state.target_base === null ? '' : ` at ${code(shortSha(state.target_base))}`}`,
      `Integration Branch: ${code(state.integration_branch)}`,
    ]),
    '## Initial Analysis',
    bullets(analysis(state, efforts)),
    '## Integration Strategy',
    bullets(strategy(state, efforts)),
    '## Efforts',
    table(
      ['#', 'Effort', 'Branch', 'Tip', 'Strategy', 'Commits', 'Lines', 'Files', 'Depends on', 'Expected'],
      efforts.map((effort, index) => [
        String(index + 1),
        prose(effort.name),
        code(effort.branch),
        code(shortSha(effort.tip)),
        effort.strategy,
        String(effort.commits_chosen?.length ?? effort.commits),
        `+${effort.size.added} -${effort.size.removed}`,
        String(effort.size.files),
        effort.dependencies.map(prose).join(', ') || 'nothing',
        expected(effort),
      ]),
    ),
    ...fitSection(fit, state.target),
    '## Size',
    bullets(sizes(state, efforts)),
    '## Not Integrated',
    bullets(notIntegrated(state)),
    '## Findings',
    bullets(worthKnowing(state)),
    '## Gates',
    table(
      ['Gate', 'Command', 'Runs', 'Required', 'Sandbox', 'Tests'],
      state.settings.gates.map((gate) => [
        prose(gate.name),
        code(gate.command),
        gate.when === 'final' ? 'at the end' : 'after each effort and at the end',
        gate.required ? 'yes' : 'no',
        confinementOf(state.settings, gate),
        countingText(state, gate),
      ]),
      'No gate is configured: nothing will be tested, and nothing can land.',
    ),
    '## Next Actions',
    numbered([
      `Create ${code(state.integration_branch)} at ${code(state.target)}`,
      ...efforts.map((effort) => `Merge ${prose(effort.name)} (expected: ${expected(effort)})`),
      'Run the final gates on exactly the tree that will land',
      state.settings.landing.mode === 'none'
        ? 'Stop there: landing is switched off'
        : `Land on ${code(state.target)}`,
    ]),
  );
}

function analysis(state: IntegrationState, efforts: readonly Effort[]): readonly string[] {
  const sum = (value: (effort: Effort) => number) =>
    efforts.reduce((total, effort) => total + value(effort), 0);
  const { forecast } = state;
  const overlaps = new Set((forecast?.pairs ?? []).flatMap(({ files }) => files));
  const clashes = (forecast?.pairs ?? []).filter(({ conflict }) => conflict).length;
  return [
    `Total commits: ${sum(({ commits }) => commits)}`,
    `Modified files: ${sum(({ size }) => size.files)} (a file counts once for each effort that changes it)`,
    `Detected overlaps: ${counted(overlaps.size, 'file')}`,
    `Forecast conflicts: ${forecast?.with_target.length ?? 0} with ${code(state.target)}, ${clashes} between efforts`,
    `Forecast hand resolutions: at most ${orderInUse(state)?.now ?? 0}; safe conflicts are resolved automatically`,
    `Forecast time in gates: ${gateTime(state)}`,
    `Gates run ${policyWords(state) ?? 'nowhere: none is configured'}`,
  ];
}

/** Estimates the time for gates from how long they took when they last ran here. */
function gateTime(state: IntegrationState): string {
  const estimate = estimateOf(state);
  return estimate === null ? 'not known before the gates have run here once' : humanDuration(estimate);
}

function strategy(state: IntegrationState, efforts: readonly Effort[]): readonly string[] {
  const { forecast } = state;
  const now = orderInUse(state)?.now ?? null;
  const others = efforts.filter((effort) => effort.strategy !== 'merge');
  const by = others.map((effort) => `${prose(effort.name)} by ${effort.strategy}`).join(', ');
  return [
    `Selected: Progressive Integration, one effort after the other${by === '' ? '' : ` (${by})`}`,
    `Order: ${efforts.map(({ name }) => prose(name)).join(' → ') || 'nothing to integrate'}`,
    ...(forecast === null
      ? []
      : [
          `Rationale: ${prose(forecast.cost.because)} (hand resolutions: given order ${forecast.cost.given}, planned order ${forecast.cost.chosen}${now === null || now === forecast.cost.chosen ? '' : `, order as it stands now ${now}`})`,
        ]),
  ];
}

/** Returns what says of each effort whether it merges cleanly, or what it conflicts with of all that is merged before it. */
function expectations(state: IntegrationState, efforts: readonly Effort[]): (effort: Effort) => string {
  const place = new Map(efforts.map(({ name }, index) => [name, index]));
  const partners = new Map(efforts.map(({ name }): [EffortName, EffortName[]] => [name, []]));
  for (const { a, b, conflict } of state.forecast?.pairs ?? []) {
    const [first, second] = [place.get(a), place.get(b)];
    if (!conflict || first === undefined || second === undefined) continue;
    partners.get(first < second ? b : a)?.push(first < second ? a : b);
  }
  const byPlace = (a: EffortName, b: EffortName) => (place.get(a) ?? 0) - (place.get(b) ?? 0);
  const with_target = new Set(state.forecast?.with_target.map(({ effort }) => effort));
  return (effort) => {
    const before = [...new Set(partners.get(effort.name))].toSorted(byPlace);
    const met = [...(with_target.has(effort.name) ? ['the target'] : []), ...before.map(prose)];
    const large = isOversize(state, effort) ? ', over the size limit: asks' : '';
    return `${met.length === 0 ? 'clean' : `conflict with ${met.join(', ')}`}${large}`;
  };
}

function sizes(state: IntegrationState, efforts: readonly Effort[]): readonly string[] {
  const { effort_lines, integration_lines } = state.settings.limits;
  const parts = integrationSplit(state);
  const total = efforts.reduce((sum, effort) => sum + linesOf(effort), 0);
  const oversize = efforts.filter((effort) => isOversize(state, effort));
  return [
    `Total: ${counted(total, 'line')}${integration_lines === null ? '' : ` of ${integration_lines}`}${parts.length > 1 ? `; proposed: ${prose(partsWords(parts))}` : ''}`,
    `Limit for one effort: ${effort_lines === null ? `none was written; more than ${effortLimit(state)} lines are named` : counted(effort_lines, 'line')}`,
    ...oversize.map(
      (effort) =>
        `${prose(effort.name)} is over it with ${linesOf(effort)}; proposed split: ${splitText(state, effort)}`,
    ),
  ];
}

/** Lists what the plan says of the repository; branches that take no part stand among those that are not integrated. */
function worthKnowing({ findings }: IntegrationState): readonly string[] {
  return findings
    .filter(({ kind }) => isBeforeStart(kind) && kind !== 'branch_unreadable')
    .map((finding) => prose(findingLine(finding)));
}

function notIntegrated({ efforts_included, findings, target }: IntegrationState): readonly string[] {
  const unreadable = findings.filter(({ kind }) => kind === 'branch_unreadable');
  const nameless = unreadable.map(
    ({ subject, checkpoint_says, git_says }) => `${code(subject)}: ${checkpoint_says}; ${git_says}`,
  );
  const wasReverted = (name: string) =>
    findings.some(({ kind, subject }) => kind === 'base_reverted' && subject === name);
  const others = efforts_included.flatMap((effort) => {
    if (isInTarget(effort) && effort.already_in === 'ancestor')
      return [`${prose(effort.name)}: ${code(target)} has its commits already`];
    if (isInTarget(effort) && effort.already_in === 'squashed')
      return [`${prose(effort.name)}: ${code(target)} has the same change already`];
    if (isInTarget(effort)) return [`${prose(effort.name)}: ${inTargetWords(effort, code(target))}`];
    if (effort.excluded)
      return [
        `${prose(effort.name)}: excluded ${wasReverted(effort.name) ? 'as what it stands on was reverted' : 'by the operator'}`,
      ];
    const failed = effort.status === 'FAILED' ? effort.held_because : null;
    return failed === null ? [] : [`${prose(effort.name)}: ${prose(failed)}`];
  });
  return [...others, ...nameless];
}

/**
 * Describes whether a gate's tests are counted and compared with the target: as its runs have shown, or as its settings say before any.
 * Where they are not, green means less.
 */
function countingText(state: IntegrationState, { name, parser }: GateSettings): string {
  const ran = state.gate_runs.filter((run) => run.gate === name && run.status === 'FINISHED');
  const shown = ran.findLast((run) => run.tests !== null || isUncounted(run)) ?? null;
  if (parser === 'exit' || (shown !== null && shown.tests === null)) return NOT_COUNTED;
  if (!state.settings.baseline)
    return 'counted where its output says so; not compared, as the target is not run';
  if (shown === null) return 'compared with the target, where its output counts them';
  return baselineTestsOf(state, name) === null
    ? 'compared with the target by their number'
    : 'compared with the target by name';
}
