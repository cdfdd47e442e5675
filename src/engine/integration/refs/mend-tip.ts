/** Mends an integration branch whose newest commits cannot be read any more. */
import { isMergedHere } from '../../../domain/integration/selectors/effort-status.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';
import { integrationRef, tipRef } from './session-refs.ts';

/**
 * Moves the branch back to its newest restore point of which every folder can be read, by compare-and-swap from the commit that the state
 * says. What was merged after it is found missing like anything taken back outside, and merging again makes the same objects. Where no
 * restore point is whole, and where the branch is elsewhere, nothing is done.
 */
export async function mendTip(ports: EnginePorts, state: IntegrationState): Promise<void> {
  const { integration_tip: ours } = state;
  if (ours === null || (await isWhole(ports, ours))) return;
  const points = state.efforts_included.filter(isMergedHere).map(({ restore_point }) => restore_point);
  for (const to of points.toReversed()) {
    if (!(await isWhole(ports, to))) continue;
    const refs = [integrationRef(state), tipRef(state)];
    await ports.objects.updateRefs(refs.map((ref) => ({ ref, to, expected: ours }))).catch(unlessMoved);
    return;
  }
}

async function isWhole({ objects }: EnginePorts, commit: Sha): Promise<boolean> {
  try {
    await objects.listFiles(commit);
    return true;
  } catch (thrown) {
    if (thrown instanceof IntorchError && thrown.code === 'GIT_FAILED') return false;
    throw thrown;
  }
}

function unlessMoved(thrown: unknown): void {
  if (!(thrown instanceof IntorchError) || thrown.code !== 'REF_MOVED') throw thrown;
}
