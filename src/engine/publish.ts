import type { IntegrationState } from '../domain/integration/state.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import type { RefName, Sha } from '../domain/shared/ids.ts';
import type { RefUpdate } from '../ports/git.ts';
import type { EnginePorts } from './ports.ts';
import { integrationRef, tipRef } from './session-refs.ts';

/** Gives what refs point at now; null for those that do not exist. */
export async function readRefs(
  ports: Pick<EnginePorts, 'history'>,
  refs: readonly RefName[],
): Promise<ReadonlyMap<RefName, Sha | null>> {
  const found = await ports.history.refs(refs);
  return new Map(refs.map((ref) => [ref, found.get(ref) ?? null]));
}

/**
 * Moves the integration branch from one commit to another by compare-and-swap, and writes restore points in the same transaction.
 * Doing it again after it has happened does nothing. REF_MOVED: the branch is neither at `from` nor at `to`.
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
  try {
    await moveRefs(ports, branch, keep, move);
  } catch (thrown) {
    // The git of a session that was killed may have finished its work a moment ago: then there is nothing left to do.
    if (!(thrown instanceof IntorchError) || thrown.code !== 'REF_MOVED') throw thrown;
    await moveRefs(ports, branch, keep, move);
  }
  const after = (await readRefs(ports, [branch])).get(branch);
  if (after !== move.to)
    throw new IntorchError(
      'PROOF_FAILED',
      `${state.integration_branch} is not at ${move.to} after it was moved there`,
    );
}

async function moveRefs(
  ports: EnginePorts,
  branch: RefName,
  keep: readonly { readonly ref: RefName; readonly commit: Sha }[],
  move: { readonly from: Sha | null; readonly to: Sha },
): Promise<void> {
  const now = await readRefs(ports, [branch, ...keep.map(({ ref }) => ref)]);
  const updates: RefUpdate[] = [];
  for (const { ref, commit } of keep) {
    const expected = now.get(ref) ?? null;
    if (expected !== commit) updates.push({ ref, to: commit, expected });
  }
  const at = now.get(branch) ?? null;
  if (at !== move.to) updates.push({ ref: branch, to: move.to, expected: move.from });
  if (updates.length > 0) await ports.objects.updateRefs(updates);
}
