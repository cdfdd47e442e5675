/** Creates the integration branch. Whatever it pointed at before stays reachable under refs/intorch. */
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { branchRefusal } from '../../../domain/integration/rules.ts';
import { participants } from '../../../domain/integration/selectors/progress.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { localBranch, type RefName, type Sha } from '../../../domain/shared/ids.ts';
import type { Performing } from '../performing.ts';
import { checkedOutAt } from './checked-out-at.ts';
import { publish, readRefs } from './publish.ts';
import {
  EVERY_SESSION,
  effortRef,
  integrationRef,
  restoreRef,
  savedRef,
  sessionOfTip,
} from './session-refs.ts';

/** Creates the branch at the target's tip. Saves and reuses one that an earlier session of ours left behind. */
export async function createIntegrationBranch(
  { at }: ActionOf<'create_integration_branch'>,
  { ports, state }: Performing,
): Promise<Happened> {
  const ref = integrationRef(state);
  await refuseNameInTheWay({ ports, state }, ref);
  const found = (await readRefs(ports, [ref])).get(ref) ?? null;
  const kept = found !== null && (await isOurs(ports, found));
  const refused = branchRefusal(
    state.integration_branch,
    found !== null,
    kept,
    await checkedOutAt({ ports, state }),
  );
  if (refused !== null) throw new IntorchError(refused.code, refused.because);
  const restore_point = restoreRef(state, 'start');
  const keep = [
    { ref: restore_point, commit: at },
    // Git refuses to keep a commit whose objects it cannot read; such an effort takes no part.
    ...participants(state)
      .filter(({ status }) => status !== 'FAILED')
      .map((effort) => ({ ref: effortRef(state, effort.name), commit: effort.tip })),
    ...(found === null || found === at ? [] : [{ ref: savedRef(state, found), commit: found }]),
  ];
  await publish(ports, state, { from: found, to: at, keep });
  return { type: 'integration_branch_created', commit: at, restore_point };
}

/** Refuses names that git cannot hold together: `a` beside `a/b`. Git's own message for that comes late and says little. */
async function refuseNameInTheWay(
  { ports, state }: Pick<Performing, 'ports' | 'state'>,
  ref: RefName,
): Promise<void> {
  const branches = await ports.history.refs(['refs/heads/']);
  const taken = [...branches.keys()].find(
    (other) => ref.startsWith(`${other}/`) || other.startsWith(`${ref}/`),
  );
  if (taken === undefined) return;
  const name = localBranch(taken) ?? taken;
  throw new IntorchError(
    'BRANCH_NAME_TAKEN',
    `${state.integration_branch} cannot be made while there is a branch ${name}`,
  );
}

/** Checks whether the branch is ours: some session of ours left it at exactly this commit. */
async function isOurs(ports: Performing['ports'], commit: Sha): Promise<boolean> {
  const ours = await ports.history.refs([EVERY_SESSION]);
  return [...ours].some(([ref, known]) => sessionOfTip(ref) !== null && known === commit);
}
