/** Lands: fast-forwards the target by compare-and-swap if the rules allow it, or returns the one command that finishes it. */
import type { ActionOf } from '../../domain/integration/action.ts';
import { markerFact } from '../../domain/integration/assessment/survey-facts.ts';
import type { Happened } from '../../domain/integration/event.ts';
import { landingWay } from '../../domain/integration/plan-facts/landing-way.ts';
import { landingRefusals, targetMoveRefusal } from '../../domain/integration/rules.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { markersToLand } from './merging/conflict-markers.ts';
import type { Performing } from './performing.ts';
import { effortTips } from './refs/effort-tips.ts';
import { readRefs } from './refs/publish.ts';
import { targetRef } from './refs/session-refs.ts';

/** Lands, and adds where the efforts' branches are now: one that moved meanwhile did not land in its present form. */
export async function land(action: ActionOf<'land'>, performing: Performing): Promise<Happened> {
  const outcome = await landOn(action, performing);
  if (outcome.type !== 'landed' && outcome.type !== 'landing_held') return outcome;
  const { ports, state } = performing;
  const refs = await ports.history.refs(['refs/heads/', 'refs/remotes/']);
  return { ...outcome, effort_tips: effortTips(state, refs) };
}

async function landOn({ commit }: ActionOf<'land'>, performing: Performing): Promise<Happened> {
  const { ports, state } = performing;
  const ref = targetRef(state);
  const now = (await readRefs(ports, [ref])).get(ref) ?? null;
  if (now === commit) return { type: 'landed', commit };
  // Whatever the survey saw: gates fail closed, and this is asked of the very commit that would land.
  const marked = (await markersToLand(ports, state, commit)).map((path) => markerFact(path).because);
  const refusals = [...new Set([...landingRefusals(state), ...marked])];
  if (refusals.length > 0) {
    const because = refusals.join('; ');
    const held = holdingBecause(state);
    // The settings or the operator hold it anyway: hold it, but offer no command that would land an unverified commit.
    return held === null
      ? { type: 'landing_refused', because }
      : { type: 'landing_held', command: null, because: `${held}; it is not verified: ${because}` };
  }
  if (now !== null && now !== state.target_base) {
    const ahead = state.target_base !== null && (await ports.history.isAncestor(state.target_base, now));
    return ahead
      ? { type: 'target_moved', tip: now }
      : {
          type: 'landing_refused',
          because: `${state.target} was rewritten while the integration ran; that is for you to look at`,
        };
  }
  const keeps = now !== null && (await ports.history.isAncestor(now, commit));
  const refused = targetMoveRefusal(state, now, keeps);
  if (refused !== null) return { type: 'landing_refused', because: refused };
  // Whoever could write objects since the gates ran could change what the names stand for.
  const unsound = await ports.objects.unsoundObject(now as Sha, commit);
  if (unsound !== null)
    return {
      type: 'landing_refused',
      because: `objects between ${state.target} and the verified commit are damaged: ${unsound}`,
    };
  return moveTarget(performing, commit, now as Sha);
}

async function moveTarget({ ports, state }: Performing, commit: Sha, from: Sha): Promise<Happened> {
  const tips = state.efforts_included.map(({ tip }) => tip);
  if (!(await ports.objects.isWhole(commit, [from, ...tips])))
    throw new IntorchError('OBJECT_MISSING', `Not all that ${commit} needs is in the repository`);
  const held = holdingBecause(state);
  const followed = await ports.history.followed(state.target);
  const checkouts = (await ports.history.worktrees()).filter(({ branch }) => branch === followed);
  const ref = targetRef(state);
  const { command, because, movable } = landingWay(state.target, checkouts, { ref, from, to: commit });
  const hold = (why: string): Happened => ({ type: 'landing_held', command, because: why });
  if (held !== null) return hold(held);
  if (because === null) {
    await ports.objects.updateRefs([{ ref, to: commit, expected: from }]);
    return { type: 'landed', commit };
  }
  if (state.settings.landing.mode !== 'fast_forward' || movable === null) return hold(because);
  await ports.objects.settle();
  // The settings ask for this explicitly: git itself moves a clean checkout forward, or refuses.
  const done = await ports.history.fastForward(movable, commit);
  return done === null ? { type: 'landed', commit } : hold(`${movable} cannot be moved forward: ${done}`);
}

/** Returns why to leave the target where it is although it could move; null: move it. */
function holdingBecause(state: IntegrationState): string | null {
  const settled = settledBecause(state);
  if (settled !== null || state.landing_choice !== 'hold') return settled;
  const by = state.decisions.findLast(({ kind }) => kind === 'land')?.by;
  return by === 'headless' ? 'an unattended run holds it' : 'you chose to hold it';
}

function settledBecause({ settings }: IntegrationState): string | null {
  const { mode } = settings.landing;
  if (mode === 'none') return 'landing was not asked for';
  return mode === 'hold' ? 'the settings say: hold for review' : null;
}
