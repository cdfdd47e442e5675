/** Lands: a fast-forward of the target by compare-and-swap, when the rules allow it; or the one command that finishes it. */
import type { ActionOf } from '../domain/integration/action.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { landingRefusals, targetMoveRefusal } from '../domain/integration/rules.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import type { Sha } from '../domain/shared/ids.ts';
import { pathsWithNewMarkers, textsIn } from './own-markers.ts';
import type { Performing } from './performing.ts';
import type { EnginePorts } from './ports.ts';
import { readRefs } from './publish.ts';
import { targetRef } from './session-refs.ts';

export async function land({ commit }: ActionOf<'land'>, performing: Performing): Promise<Outcome> {
  const { ports, state } = performing;
  const ref = targetRef(state);
  const now = (await readRefs(ports, [ref])).get(ref) ?? null;
  if (now === commit) return { type: 'landed', commit };
  const refusals = [...landingRefusals(state), ...(await markersIn(performing, commit))];
  if (refusals.length > 0) {
    const because = refusals.join('; ');
    const held = settledBecause(state);
    // Where the settings want it held it is held, but without a command that would land what is not verified.
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
  return moveTarget(performing, commit, now as Sha);
}

async function moveTarget({ ports, state }: Performing, commit: Sha, from: Sha): Promise<Outcome> {
  const held = holdingBecause(state);
  const checkout = (await ports.history.worktrees()).find((worktree) => worktree.branch === state.target);
  const command = checkout
    ? // By object name: the branch may have moved by the time somebody types this.
      `git -C ${quoted(checkout.path)} merge --ff-only ${commit}`
    : `git update-ref ${quoted(targetRef(state))} ${commit} ${from}`;
  const hold = (because: string): Outcome => ({ type: 'landing_held', command, because });
  if (held !== null) return hold(held);
  if (checkout === undefined) {
    await ports.objects.updateRefs([{ ref: targetRef(state), to: commit, expected: from }]);
    return { type: 'landed', commit };
  }
  if (checkout.busy !== null)
    return hold(
      `${state.target} is in the middle of a ${checkout.busy} in ${checkout.path}; finish that first`,
    );
  if (state.settings.landing.mode !== 'fast_forward')
    return hold(`${state.target} is checked out in ${checkout.path}, and intorch does not touch a checkout`);
  // The settings ask for it in so many words: git itself moves a clean checkout forward, or refuses.
  const done = await ports.history.fastForward(checkout.path, commit);
  return done === null
    ? { type: 'landed', commit }
    : hold(`${checkout.path} cannot be moved forward: ${done}`);
}

/** Gives why the target is not to move although it could; null: it is to move. */
function holdingBecause(state: IntegrationState): string | null {
  return settledBecause(state) ?? (state.landing_choice === 'hold' ? 'held for review by choice' : null);
}

function settledBecause({ settings }: IntegrationState): string | null {
  const { mode } = settings.landing;
  if (mode === 'none') return 'landing was not asked for';
  return mode === 'hold' ? 'the settings say: hold for review' : null;
}

/** Looks for conflict markers in everything that would land, and that neither the target nor what was merged into it brought along. */
async function markersIn({ ports, state }: Performing, commit: Sha): Promise<readonly string[]> {
  const { target_base } = state;
  if (target_base === null) return [];
  const changed = await ports.history.changedPaths(target_base, commit);
  const paths = changed.filter((path) => !path.binary && path.status !== 'D').map(({ path }) => path);
  const tree = await ports.objects.treeOf(commit);
  const marked = await pathsWithNewMarkers(ports, tree, paths, async () => {
    const efforts = state.efforts_included.filter(({ status }) => status === 'MERGED');
    const own = await Promise.all(efforts.map(({ merge_base, tip }) => markedTexts(ports, merge_base, tip)));
    const there = await ports.objects.readEntries(target_base, paths);
    return [...(await textsIn(ports, [...there.values()])), ...own.flat()];
  });
  return marked.map((path) => `${path} holds conflict markers`);
}

/** Gives the texts with marker lines among what a branch changed, whatever they are called after the merge. */
async function markedTexts(ports: EnginePorts, from: Sha, tip: Sha): Promise<readonly string[]> {
  const changed = await ports.history.changedPaths(from, tip);
  const paths = changed.filter((path) => !path.binary && path.status !== 'D').map(({ path }) => path);
  const marked = await ports.objects.pathsWithMarkers(tip, paths);
  const entries = await ports.objects.readEntries(tip, marked);
  return textsIn(ports, [...entries.values()]);
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
