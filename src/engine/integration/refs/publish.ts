/** This folder: moves the integration branch and the refs of a session. */
import type { IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { RefName, Sha } from '../../../domain/shared/ids.ts';
import type { RefUpdate } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';
import { integrationRef, tipRef } from './session-refs.ts';

/** Reads the commits that refs point at; null for refs that do not exist. */
export async function readRefs(
  ports: Pick<EnginePorts, 'history'>,
  refs: readonly RefName[],
): Promise<ReadonlyMap<RefName, Sha | null>> {
  const found = await ports.history.refs(refs);
  return new Map(refs.map((ref) => [ref, found.get(ref) ?? null]));
}

/**
 * Moves the integration branch from one commit to another by compare-and-swap, and writes restore points in the same transaction.
 * Repeating a move that succeeded does nothing.
 * @throws REF_MOVED when the branch is at neither `from` nor `to`
 */
export async function publish(
  ports: EnginePorts,
  state: IntegrationState,
  move: {
    readonly from: Sha | null;
    readonly to: Sha;
    readonly keep: readonly { readonly ref: RefName; readonly commit: Sha }[];
  },
): Promise<void> {
  const branch = integrationRef(state);
  const keep = [...move.keep, { ref: tipRef(state), commit: move.to }];
  // Usually everything is as the state says, so try without reading the refs first: git refuses if anything differs.
  const moved =
    move.from !== null &&
    move.from !== move.to &&
    (await isMoved(ports, [
      ...move.keep.map(({ ref, commit }) => ({ ref, to: commit, expected: null })),
      { ref: tipRef(state), to: move.to, expected: move.from },
      { ref: branch, to: move.to, expected: move.from },
    ]));
  // The git process of a killed session may have finished a moment ago: then there is nothing left to do.
  if (!moved && !(await isMoved(ports, await updatesFor(ports, branch, keep, move))))
    await ports.objects.updateRefs(await updatesFor(ports, branch, keep, move));
  if (!(await ports.objects.refsAre([{ ref: branch, at: move.to }])))
    throw new IntorchError(
      'PROOF_FAILED',
      `${state.integration_branch} is not at ${move.to} after it was moved there`,
    );
}

/** Moves refs. Returns false when one of them was not where it should be. */
async function isMoved({ objects }: EnginePorts, updates: readonly RefUpdate[]): Promise<boolean> {
  try {
    await objects.updateRefs(updates);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof IntorchError) || thrown.code !== 'REF_MOVED') throw thrown;
    return false;
  }
}

/** Lists the updates still to do. Refs that only keep a commit may point anywhere; the branch must be at `from` or `to`. */
async function updatesFor(
  ports: EnginePorts,
  branch: RefName,
  keep: readonly { readonly ref: RefName; readonly commit: Sha }[],
  move: { readonly from: Sha | null; readonly to: Sha },
): Promise<readonly RefUpdate[]> {
  const now = await readRefs(ports, [branch, ...keep.map(({ ref }) => ref)]);
  const updates: RefUpdate[] = [];
  for (const { ref, commit } of keep) {
    const expected = now.get(ref) ?? null;
    if (expected !== commit) updates.push({ ref, to: commit, expected });
  }
  const at = now.get(branch) ?? null;
  if (at !== move.to) updates.push({ ref: branch, to: move.to, expected: move.from });
  return updates;
}
