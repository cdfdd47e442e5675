/** Which sessions may be removed: those that are over and old, and hold nothing that is nowhere else. */
import type { Settings } from '../../config/settings.ts';
import type { Instant, RefName, SessionId, Sha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { elapsedMs } from '../../shared/time.ts';
import type { IntegrationState } from '../state.ts';
import { landingCommand } from './ending.ts';

/** What git says of the refs of a session that is over. */
export interface PruningFacts {
  /** Whether the target has the result; false where there is none. */
  readonly is_in_target: boolean;
  /** Whether the integration branch is where the session left it: its refs say that the branch is ours. */
  readonly branch_stands: boolean;
  /** A ref with commits that no branch, remote-tracking branch or tag reaches; null: none. */
  readonly only_here: RefName | null;
  /** A path that was edited by hand, with a text that is in no merge that stands; null: none. */
  readonly edited_here: string | null;
}

/** Returns why a session is kept whatever its age; null: it may be removed. */
export function keptBecause(state: IntegrationState, facts: PruningFacts): string | null {
  const { target, integration_branch, editing } = state;
  if (state.end === null) return 'it is not over';
  if (landingCommand(state) !== null && !facts.is_in_target)
    return `its verified result is held, and not in ${target}`;
  if (facts.branch_stands) return `${integration_branch} stands where it left it`;
  if (editing?.file) return `${editing.file} is open in an editor`;
  if (facts.edited_here !== null) return `${facts.edited_here} as it was edited by hand is nowhere else`;
  return facts.only_here === null ? null : `${facts.only_here} holds commits that no branch has`;
}

/** Lists the hand-made resolutions of a session: texts that only a person could write. */
export function editedByHand({
  remembered,
  conflicts_detected,
}: IntegrationState): readonly { readonly path: string; readonly blob: Sha }[] {
  const edits = [
    ...remembered.filter(({ option }) => option === 'edited'),
    ...conflicts_detected.flatMap(({ path, edited }) =>
      edited === null ? [] : [{ path, blob: edited.blob }],
    ),
  ];
  return edits.flatMap(({ path, blob }) => (blob === null ? [] : [{ path, blob }]));
}

const DAY_MS = 86_400_000;

/** Returns the finished sessions that are too old or too many, of all that there are, newest first; with the reason. */
export function outdated(
  sessions: readonly { readonly id: SessionId; readonly created_at: Instant; readonly finished: boolean }[],
  { keep, days }: Settings['sessions'],
  now: Instant,
): ReadonlyMap<SessionId, string> {
  const found = sessions.flatMap(({ id, created_at, finished }, place): readonly [SessionId, string][] => {
    if (!finished) return [];
    if (place >= keep) return [[id, `it is not among the newest ${keep}`]];
    return elapsedMs(created_at, now) > days * DAY_MS
      ? [[id, `it began more than ${counted(days, 'day')} ago`]]
      : [];
  });
  return new Map(found);
}
