import type { IntegrationState } from '../../../domain/integration/state.ts';
import { branchRef, type EffortName, type RefName, type SessionId } from '../../../domain/shared/ids.ts';

/** Prefix of the refs of every session. */
export const EVERY_SESSION = 'refs/intorch/sessions/';

/** Returns the prefix of all refs that a session makes for itself. */
function sessionRefs(state: IntegrationState): string {
  return `${EVERY_SESSION}${state.session_id}`;
}

/** Names the ref that always is where the session last put the integration branch. */
export function tipRef(state: IntegrationState): RefName {
  return `${sessionRefs(state)}/tip` as RefName;
}

/** Returns the session that a ref belongs to as where it last put its integration branch; null: the ref is something else. */
export function sessionOfTip(ref: string): SessionId | null {
  const [id, tip, ...more] = ref.slice(EVERY_SESSION.length).split('/');
  return ref.startsWith(EVERY_SESSION) && tip === 'tip' && more.length === 0 ? (id as SessionId) : null;
}

/** Names the ref of the restore point before an effort (or before the start). */
export function restoreRef(state: IntegrationState, before: EffortName | 'start'): RefName {
  return `${sessionRefs(state)}/restore/${refPart(before)}` as RefName;
}

/** Names the ref that keeps an effort's recorded tip, whatever happens to its branch. */
export function effortRef(state: IntegrationState, effort: EffortName): RefName {
  return `${sessionRefs(state)}/efforts/${refPart(effort)}` as RefName;
}

/** Names the ref that keeps the texts and trees behind a question. */
export function evidenceRef(state: IntegrationState, effort: EffortName): RefName {
  return `${sessionRefs(state)}/evidence/${refPart(effort)}` as RefName;
}

/** Names the ref that keeps a commit found on the integration branch before the branch is moved back. */
export function savedRef(state: IntegrationState, commit: string): RefName {
  return `${sessionRefs(state)}/saved/${commit}` as RefName;
}

/** Returns the full name of the integration branch's ref. */
export function integrationRef(state: IntegrationState): RefName {
  return branchRef(state.integration_branch);
}

/** Returns the full name of the target's ref. */
export function targetRef(state: IntegrationState): RefName {
  return branchRef(state.target);
}

function refPart(name: string): string {
  return name.replaceAll(/[^\w-]/g, (char) => `_${char.charCodeAt(0).toString(16)}_`);
}
