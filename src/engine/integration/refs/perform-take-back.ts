import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import type { Performing } from '../performing.ts';
import { refuseCheckedOut } from './checked-out-at.ts';
import { publish, readRefs } from './publish.ts';
import { integrationRef, savedRef } from './session-refs.ts';

/** Moves the integration branch back, after saving the commit that it was at. */
export async function takeBack(
  { to }: ActionOf<'take_back'>,
  { ports, state }: Performing,
): Promise<Happened> {
  await refuseCheckedOut({ ports, state });
  const ref = integrationRef(state);
  const from = (await readRefs(ports, [ref])).get(ref) ?? null;
  const saved_as = from === null || from === to ? null : savedRef(state, from);
  await publish(ports, state, {
    from,
    to,
    keep: saved_as === null || from === null ? [] : [{ ref: saved_as, commit: from }],
  });
  return { type: 'integration_taken_back', to, saved_as };
}
