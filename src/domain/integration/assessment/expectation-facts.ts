import type { ChangedTest } from '../../code/test-paths.ts';
import { firstNames } from '../../gate/expectations.ts';
import { verdictReason } from '../../gate/gate.ts';
import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { humanDuration } from '../../shared/time.ts';
import { isSurveyed } from '../selectors/gating.ts';
import {
  type ChangedExpectation,
  changedExpectations,
  changedFilesOf,
  changersOf,
} from '../selectors/guard/changed-expectations.ts';
import { type Guarding, guardedTests, guarding, guardMs } from '../selectors/guard/guarding.ts';
import { proofsOf } from '../selectors/guard/proofs.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact, notKnown } from './fact.ts';

/** Assesses what efforts changed in what tests of the target expect. It is asked about, and no verdict: a change may well be meant. */
export function expectationFacts(state: IntegrationState): readonly Fact[] {
  return [...guardRunFacts(state), ...participants(state).flatMap(({ name }) => proofFacts(state, name))];
}

function guardRunFacts(state: IntegrationState): readonly Fact[] {
  const { target, settings } = state;
  if (!isSurveyed(state)) return [];
  if (!settings.gating.guard)
    return [notKnown('expectation', 'guard run', 'the guard run is off (gating.guard: false)')];
  if (state.survey?.changed_tests == null)
    return [notKnown('expectation', 'guard run', `git does not say which tests of ${target} efforts change`)];
  const files = guardedTests(state);
  if (files.length === 0)
    return [
      fact(
        'expectation',
        'guard run',
        'informs',
        `no guard run: no effort changes a test file that ${target} has`,
      ),
    ];
  return [
    ...changedExpectations(state).map((changed) => changedFact(state, changed)),
    ...guarding(state).flatMap((each) => guardFacts(state, each)),
  ];
}

function changedFact(state: IntegrationState, changed: ChangedExpectation): Fact {
  const { efforts, tests, run } = changed;
  const because = `expectations that ${namesOf(efforts)} changed: ${changedWords(state, changed)}`;
  return fact('expectation', namesOf(efforts), 'asks', because, {
    value: String(tests.length),
    threshold: '0',
    evidence: run.log,
  });
}

/** Says which tests fail with which files of the target. */
export function changedWords(
  { target }: IntegrationState,
  { run, tests, files }: ChangedExpectation,
): string {
  const names = firstNames(tests.map((name) => `"${name}"`));
  const what = tests.length === 0 ? run.gate : names;
  const end = tests.length === 0 ? ', and names no test' : '';
  const fails = tests.length > 1 ? 'fail' : 'fails';
  return `${what} ${fails} with ${filesWords(files)} as ${target} has ${files.length === 1 ? 'it' : 'them'}${end}`;
}

/** Somebody asked whether an effort's tests fail without it. */
function proofFacts(state: IntegrationState, effort: EffortName): readonly Fact[] {
  return proofsOf(state, effort)
    .filter(({ status }) => status === 'FINISHED')
    .map((run) => {
      const idle = run.new_tests?.passing.count ?? 0;
      const because = `tests of ${effort} on ${state.target}: ${verdictReason(run)}`;
      return fact('expectation', effort, idle > 0 ? 'warns' : 'informs', because, {
        met: idle === 0 && run.new_tests !== null ? true : null,
        evidence: run.log,
      });
    });
}

function guardFacts(state: IntegrationState, { gate: { name }, run }: Guarding): readonly Fact[] {
  const { target } = state;
  const files = guardedTests(state);
  const with_files = `with ${counted(files.length, 'test file')} as ${target} has ${files.length === 1 ? 'it' : 'them'}`;
  if (run?.status !== 'FINISHED') {
    const ms = guardMs(state);
    const takes = ms === null ? '' : `; the guard run takes about ${humanDuration(ms)}`;
    return [notKnown('expectation', name, `${name} has not run ${with_files}${takes}`)];
  }
  const { expectations, log } = run;
  if (run.meddled || expectations === null) {
    const because = `${name} said nothing ${with_files}: ${verdictReason(run)}`;
    return [fact('expectation', name, run.meddled ? 'asks' : 'warns', because, { met: null, evidence: log })];
  }
  const took = run.duration_ms === null ? '' : `; the guard run took ${humanDuration(run.duration_ms)}`;
  const unloadable = changedFilesOf(state, expectations.unloadable);
  const holds = expectations.failing.length === 0 && !expectations.unnamed;
  const ran = holds ? 'no expectation fails' : 'expectations fail';
  return [
    fact('expectation', name, 'informs', `${name} ran ${with_files}: ${ran}${took}`, {
      met: holds ? true : null,
      evidence: log,
    }),
    ...(unloadable.length === 0
      ? []
      : [
          fact(
            'expectation',
            namesOf(changersOf(unloadable)),
            'warns',
            `${filesWords(unloadable)} of ${target} cannot be run against this tree, which ${namesOf(changersOf(unloadable))} changed`,
            { met: null, value: String(unloadable.length), evidence: log },
          ),
        ]),
  ];
}

function filesWords(files: readonly ChangedTest<EffortName>[]): string {
  return firstNames(files.map(({ path, deleted }) => (deleted ? `${path} (deleted)` : path)));
}

/** What a merge changed by hand is nobody's. */
function namesOf(efforts: readonly EffortName[]): string {
  return efforts.length === 0 ? 'no effort alone' : firstNames(efforts);
}
