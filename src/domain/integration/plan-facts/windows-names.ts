import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { PlanFinding } from './plan-finding.ts';

/** Names of devices, also with an ending. @see Microsoft, "Naming Files, Paths, and Namespaces" */
const DEVICE = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)/i;
const UNUSABLE = /[<>:"|?*\\]|[. ]$/;
const MOST_NAMED = 3;

/** Says which efforts add paths that a checkout on Windows cannot hold. */
export function windowsFindings(
  added: readonly { readonly effort: EffortName; readonly path: string }[],
): readonly PlanFinding[] {
  const unusable = added.filter(({ path }) =>
    path.split('/').some((part) => DEVICE.test(part) || UNUSABLE.test(part)),
  );
  return [...Map.groupBy(unusable, ({ effort }) => effort)].map(([effort, paths]) => {
    const named = paths.slice(0, MOST_NAMED).map(({ path }) => path);
    const more = paths.length > MOST_NAMED ? ', ...' : '';
    return {
      kind: 'names_collide',
      subject: effort,
      severity: 'LOW',
      checkpoint_says: `adds ${counted(paths.length, 'path')} that Windows cannot hold: ${named.join(', ')}${more}`,
      git_says: 'a checkout there ends with an error',
    };
  });
}
