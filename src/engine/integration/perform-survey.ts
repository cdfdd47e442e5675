/** Looks at the code of the result. What cannot be read is not known; it stops nothing. */
import type { CodeSurvey, ResultSurvey } from '../../domain/code/survey.ts';
import { testFilesGone } from '../../domain/code/test-files.ts';
import type { ActionOf } from '../../domain/integration/action.ts';
import type { Happened } from '../../domain/integration/event.ts';
import { landingHindrance } from '../../domain/integration/plan-facts/landing-hindrance.ts';
import type { LandingMove } from '../../domain/integration/plan-facts/landing-way.ts';
import { isMergedHere } from '../../domain/integration/selectors/effort-status.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import { branchRef, type Sha } from '../../domain/shared/ids.ts';
import { testsChangedIn } from './gates/changed-tests.ts';
import { markersToLand } from './merging/conflict-markers.ts';
import type { Performing } from './performing.ts';
import { lookIntoCheckouts } from './planning/local-work.ts';
import { surveyCode } from './survey.ts';

/** More names than these say nothing new. */
const MOST_NAMES = 20;
/** More test files than these are not laid over a result. */
const MOST_TESTS = 1_000;

export async function surveyResult(
  { commit }: ActionOf<'survey_result'>,
  { ports, state }: Performing,
): Promise<Happened> {
  const from = state.target_base;
  if (from === null) throw new IntorchError('BUG', 'a result is looked at before anything was merged');
  const code = await surveyCode(ports, from, commit).catch((thrown: unknown) =>
    unread(asIntorchError(thrown).message),
  );
  const [hindrance, markers, changed, tests, rewritten] = await Promise.all([
    hindranceTo(ports, state, { from, to: commit }),
    seen(markersToLand(ports, state, commit)),
    seen(ports.history.changedPaths(from, commit)),
    testsChangedIn(ports, state, from, commit).catch(notSeen),
    seen(rewrittenIn(ports, state, commit)),
  ]);
  return {
    type: 'result_surveyed',
    survey: {
      ...cut(code),
      commit,
      hindrance,
      markers: markers.slice(0, MOST_NAMES),
      tests_gone: testFilesGone(changed).slice(0, MOST_NAMES),
      changed_tests: tests?.slice(0, MOST_TESTS) ?? null,
      rewritten,
    },
  };
}

/** Returns what was found; nothing, where it cannot be seen: landing looks again. */
async function seen<T>(finding: Promise<readonly T[]>): Promise<readonly T[]> {
  return finding.catch((thrown: unknown) => {
    if (thrown instanceof IntorchError) return [];
    throw thrown;
  });
}

/** What cannot be seen is not said to be none. */
function notSeen(thrown: unknown): null {
  if (thrown instanceof IntorchError) return null;
  throw thrown;
}

/** Asks git which efforts are in without their commits: a branch that was picked may still be in with another that stands on it. */
async function rewrittenIn(
  { history }: Performing['ports'],
  state: IntegrationState,
  commit: Sha,
): Promise<ResultSurvey['rewritten']> {
  const picked = participants(state).filter((effort) => isMergedHere(effort) && effort.strategy !== 'merge');
  const known = await Promise.all(picked.map(({ tip }) => history.isAncestor(tip, commit)));
  return picked.flatMap(({ name }, index) => (known[index] === true ? [] : [name]));
}

/** Looks at what keeps the target from moving to a commit by itself; null: nothing, or it cannot be seen. Landing looks again. */
export async function hindranceTo(
  { history }: Performing['ports'],
  { target, settings }: IntegrationState,
  { from, to }: Pick<LandingMove, 'from' | 'to'>,
): Promise<ResultSurvey['hindrance']> {
  try {
    const checkouts = await lookIntoCheckouts(history, target, await history.worktrees());
    if (checkouts.length === 0) return null;
    const paths = new Set((await history.changedPaths(from, to)).map(({ path }) => path));
    return landingHindrance(
      target,
      checkouts,
      { ref: branchRef(target), from, to },
      { paths, mode: settings.landing.mode },
    );
  } catch (thrown) {
    if (thrown instanceof IntorchError) return null;
    throw thrown;
  }
}

function unread(because: string): CodeSurvey {
  const unknown = { known: false, because } as const;
  const documentation = { changed: [], code_changed: 0 };
  return { cycles: unknown, broken_exports: unknown, migration_note: null, documentation };
}

function cut(survey: CodeSurvey): CodeSurvey {
  const { broken_exports, documentation } = survey;
  return {
    ...survey,
    broken_exports: broken_exports.known
      ? {
          known: true,
          value: broken_exports.value.map((each) => ({ ...each, users: each.users.slice(0, MOST_NAMES) })),
        }
      : broken_exports,
    documentation: { ...documentation, changed: documentation.changed.slice(0, MOST_NAMES) },
  };
}
