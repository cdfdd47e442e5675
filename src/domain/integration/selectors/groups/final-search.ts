/**
 * This folder: gates on all efforts together: when, how many at once, how long, and who makes them red.
 *
 * Finds who makes a gate red that is red on everything together, by groups: after the fact, or beside the run on everything.
 */
import type { GateSettings } from '../../../config/settings.ts';
import { type GateRun, type GateSubject, isGreen, sameSubject } from '../../../gate/gate.ts';
import { type Answer, type GroupSearch, searchGroups } from '../../../gate/group-search.ts';
import type { EffortName, GateName } from '../../../shared/ids.ts';
import type { Effort, IntegrationState, MergedHere } from '../../state.ts';
import { isBlameless } from '../blameless.ts';
import { heldTogether } from '../dependents.ts';
import { isMergedHere } from '../effort-status.ts';
import { gatesOf, latestRun } from '../gating.ts';
import { participants } from '../progress.ts';
import { redShare } from './red-share.ts';
import { suiteWidth } from './suite-width.ts';

/** A gate to run on a group. */
export interface GroupRun {
  readonly gate: GateSettings;
  readonly subject: Extract<GateSubject, { readonly kind: 'group' }>;
  readonly attempt: number;
}

/** Many views ask about the same state. */
const KNOWN = new WeakMap<IntegrationState, ReadonlyMap<GateName, GroupSearch>>();

/** Returns the searches for who makes the final tree red, by gate. */
function finalSearches(state: IntegrationState): ReadonlyMap<GateName, GroupSearch> {
  const known = KNOWN.get(state);
  if (known !== undefined) return known;
  const found = new Map(
    gatesOf(state, { kind: 'final' }).flatMap((gate) => {
      const search = searchFor(state, gate);
      return search === null ? [] : [[gate.name, search] as const];
    }),
  );
  KNOWN.set(state, found);
  return found;
}

/** Returns the search for who makes the final tree red in a gate; null: there is nothing to find out. */
export function finalSearch(state: IntegrationState, gate: GateName): GroupSearch | null {
  return finalSearches(state).get(gate) ?? null;
}

/** An effort that makes a gate red, and the run that shows it. */
export interface Culprit {
  readonly effort: EffortName;
  readonly run: GateRun;
}

/** Returns who makes a red final run red, once all of them are known; empty: nobody was found, or not yet. */
export function finalCulprits(state: IntegrationState, run: GateRun): readonly Culprit[] {
  const gate = gatesOf(state, { kind: 'final' }).find(({ name }) => name === run.gate);
  const search = finalSearch(state, run.gate);
  if (gate === undefined || search === null || search.end === null) return [];
  return search.convicted.map(({ effort, set }) => ({ effort, run: setRun(state, gate, set).newest ?? run }));
}

/** Returns the gates that are to run on groups now; those that run already are left out. */
export function groupRuns(state: IntegrationState): readonly GroupRun[] {
  return gatesOf(state, { kind: 'final' }).flatMap((gate) => {
    const wanted = finalSearch(state, gate.name)?.wanted ?? [];
    const runs = wanted.map((set) => ({ set, run: setRun(state, gate, set).newest }));
    const busy = runs.filter(({ run }) => run?.status === 'RUNNING').length;
    return runs
      .filter(({ run }) => run?.status !== 'RUNNING' && run?.subject.kind !== 'final')
      .slice(0, Math.max(0, suiteWidth(state, gate.name) - busy))
      .map(({ set, run }) => ({ gate, subject: groupOf(state, set), attempt: (run?.attempt ?? 0) + 1 }));
  });
}

/** Checks whether a run on a group would still change something. */
export function isGroupWanted(
  state: IntegrationState,
  name: GateName,
  efforts: readonly EffortName[],
): boolean {
  return finalSearch(state, name)?.wanted.some((set) => isSame(set, efforts)) ?? false;
}

function searchFor(state: IntegrationState, gate: GateSettings): GroupSearch | null {
  const { stage, target_base, integration_tip, take_back_to, gate_policy } = state;
  if (stage !== 'VALIDATING' || target_base === null || integration_tip === null) return null;
  if (take_back_to !== null || !gate.required) return null;
  const final = latestRun(state, gate.name, { kind: 'final' }, integration_tip);
  if (final === null || (final.status === 'FINISHED' && (isGreen(final) || isBlameless(state, final))))
    return null;
  const width = suiteWidth(state, gate.name);
  // Beside the run on everything only where the settings, or the time, speak for it.
  const isFirst = final.status === 'RUNNING' && !wasRed(state, final);
  if (isFirst && (gate_policy !== 'grouped' || width < 2)) return null;
  const merged = mergedHere(state);
  return searchGroups(
    {
      efforts: merged.map(({ name }) => name),
      dependents: (name) => heldTogether(state, name),
      share: redShare(state),
      answerOf: (set) => answerOf(state, gate, set),
    },
    AHEAD * width,
  );
}

/** What runs already stays wanted while it is among so many times as many as may run. */
const AHEAD = 3;

/** Returns what is known of a gate on a set of efforts, with the newest run that says it. */
function answerOf(state: IntegrationState, gate: GateSettings, set: readonly EffortName[]): Answer {
  const { newest, final } = setRun(state, gate, set);
  if (newest === null) return 'open';
  if (newest.status === 'RUNNING') return wasRed(state, newest) ? 'doubted' : 'open';
  if (isGreen(newest)) return 'green';
  if (newest.commit === null || newest.meddled || newest.verdict === 'inconclusive') return 'useless';
  // What could not run has to be the same as on everything together: it may be this machine as well.
  if (newest.verdict === 'did_not_run' && newest.because !== final?.because) return 'useless';
  return newest.attempt <= gate.retries ? 'doubted' : 'red';
}

/** Checks whether a run that goes on is one more attempt of a red one. */
function wasRed({ gate_runs }: IntegrationState, { gate, subject, commit }: GateRun): boolean {
  return gate_runs.some(
    (run) =>
      run.status === 'FINISHED' &&
      run.gate === gate &&
      sameSubject(run.subject, subject) &&
      (run.commit === commit || commit === null) &&
      !isGreen(run),
  );
}

/** Finds the newest run of a gate on exactly these efforts, and its run on everything. */
function setRun(state: IntegrationState, gate: GateSettings, set: readonly EffortName[]) {
  const merged = mergedHere(state);
  const final = latestRun(state, gate.name, { kind: 'final' }, state.integration_tip);
  const tried = latestRun(state, gate.name, groupOf(state, set), groupCommit(state, set));
  const isAll = set.length === merged.length;
  const newest = isAll && !(tried !== null && tried.status === 'FINISHED' && isGreen(tried)) ? final : tried;
  return { newest, final };
}

function groupOf({ target_base, integration_branch }: IntegrationState, efforts: readonly EffortName[]) {
  if (target_base === null) throw new Error(`${integration_branch} stands on nothing`);
  return { kind: 'group', onto: target_base, efforts } as const;
}

/** Returns the commit of a group where it is how the integration branch began; null: it has to be made. */
export function groupCommit(
  state: IntegrationState,
  efforts: readonly EffortName[],
): MergedHere['merge_commit'] | null {
  const merged = mergedHere(state).slice(0, efforts.length);
  return isSame(
    merged.map(({ name }) => name),
    efforts,
  )
    ? (merged.at(-1)?.merge_commit ?? null)
    : null;
}

function mergedHere(state: IntegrationState): readonly (Effort & MergedHere)[] {
  return participants(state).filter(isMergedHere);
}

function isSame(a: readonly EffortName[], b: readonly EffortName[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
