/** Fetches the sessions of another machine from the refs that it pushed, and checks them before any local ref moves. */
import { checkpointRef, readMirrored, sessionRefs } from '../../adapters/checkpoint-mirror.ts';
import { storeSettings } from '../../adapters/sessions.ts';
import { backupName } from '../../adapters/yaml/checkpoint-names.ts';
import { decodeCheckpointText } from '../../adapters/yaml/checkpoint-text.ts';
import { createYamlCheckpoints } from '../../adapters/yaml/yaml-checkpoints.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import { progressWords } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Envelope } from '../../domain/shared/codec.ts';
import { branchRef, type Instant, type RefName, type SessionId, type Sha } from '../../domain/shared/ids.ts';
import { sessionId } from '../../domain/shared/schema.ts';
import { counted, sanitizeLine } from '../../domain/shared/text.ts';
import type { RefUpdate } from '../../ports/git.ts';
import { checkpointsFolder } from '../repository/checkpoints-folder.ts';
import { objectsOf, type Repository } from '../repository/compose.ts';
import { readIntegration } from '../repository/integration-kind.ts';

const PREFIX = checkpointRef('' as SessionId);

/** What was found of one session. */
export interface FetchedSession {
  readonly id: SessionId;
  /** Why the session was not taken; null when it can be resumed here. */
  readonly refused: string | null;
  readonly host: string | null;
  readonly saved_at: Instant | null;
  readonly sequence: number | null;
  /** The stage, and how much is merged. */
  readonly summary: string | null;
  readonly finished: boolean;
  /** How many refs came with it. */
  readonly refs: number;
}

/** Fetches every session with checkpoints on a remote, sorted by name, newest first. */
export async function fetchCheckpoints(
  repository: Repository,
  remote: string,
): Promise<readonly FetchedSession[]> {
  const there = await repository.history.remoteRefs(remote, PREFIX);
  await repository.history.fetchObjects(remote, [...there.keys()]);
  const sessions: FetchedSession[] = [];
  for (const [ref, commit] of [...there].toSorted(([a], [b]) => (a < b ? 1 : -1))) {
    const id = sessionId.safeParse(ref.slice(PREFIX.length));
    if (id.success) sessions.push(await takeSession(repository, id.data, commit));
  }
  return sessions;
}

/** Formats what was found, one line per session. */
export function fetchedLines(sessions: readonly FetchedSession[], remote: string): readonly string[] {
  if (sessions.length === 0) return [`No session has checkpoints on ${sanitizeLine(remote)}`];
  return sessions.map(({ id, refused, host, saved_at, sequence, summary, refs }) => {
    const about = `${summary}, event ${sequence}, saved on ${host} at ${saved_at}`;
    const end = refused === null ? counted(refs, 'ref') : `not taken: ${refused}`;
    return sanitizeLine(`${id}  ${summary === null ? '' : `${about}; `}${end}`);
  });
}

async function takeSession(repository: Repository, id: SessionId, commit: Sha): Promise<FetchedSession> {
  const objects = objectsOf(repository, { conflicts: { trusted_drivers: [] } });
  const mirrored = await readMirrored(objects, backupName(integrationCodec.kind), commit);
  const decoded =
    mirrored === null
      ? null
      : await decodeCheckpointText(integrationCodec, Buffer.from(mirrored.bytes), (name) => {
          const part = mirrored.parts.get(name);
          return Promise.resolve(part === undefined ? null : Buffer.from(part));
        });
  const none = { id, host: null, saved_at: null, sequence: null, summary: null, finished: false, refs: 0 };
  if (mirrored === null || decoded === null) return { ...none, refused: 'it holds no checkpoint' };
  if (!decoded.ok) return { ...none, refused: decoded.refused };
  const envelope = decoded.value;
  const found = { ...describe(envelope), id, refs: mirrored.refs.size };
  const refused = await refusalOf(repository, id, commit, envelope, mirrored.refs);
  if (refused !== null) return { ...found, refused };
  await keep(repository, id, commit, envelope, mirrored.refs);
  return { ...found, refused: null };
}

function describe({ host, saved_at, sequence, state }: Envelope<IntegrationState>) {
  const finished = state.stage === 'FINISHED';
  const summary = `${finished ? state.end?.outcome : state.stage}, ${progressWords(state)}`;
  return { host, saved_at, sequence, summary, finished };
}

/** Returns why a session is refused, or null. Accepts only its own refs, only forward, and only with all of their objects. */
async function refusalOf(
  { history, stored }: Repository,
  id: SessionId,
  commit: Sha,
  { state, sequence }: Envelope<IntegrationState>,
  refs: ReadonlyMap<RefName, Sha>,
): Promise<string | null> {
  if (state.session_id !== id) return `it belongs to the session ${state.session_id}`;
  const foreign = [...refs.keys()].find((ref) => !/^[\w/.-]+$/.test(ref) || !ref.startsWith(sessionRefs(id)));
  if (foreign !== undefined) return `it names ${foreign}, which is none of its refs`;
  for (const [ref, at] of refs) if ((await history.resolve(at)) !== at) return `${at} of ${ref} is missing`;
  const ours = await history.resolve(checkpointRef(id));
  if (ours !== null && !(await history.isAncestor(ours, commit)))
    return (await history.isAncestor(commit, ours))
      ? 'what is here is newer'
      : 'it was resumed on both machines: go on where more was done, and end the other with intorch rollback';
  const here = (await readIntegration(stored, id)).found;
  return here !== null && here.sequence > sequence
    ? `what is here is newer: event ${here.sequence} instead of ${sequence}`
    : null;
}

/** Stores a session with its refs. The refs come first, because a checkpoint without them could not be resumed. */
async function keep(
  repository: Repository,
  id: SessionId,
  commit: Sha,
  envelope: Envelope<IntegrationState>,
  refs: ReadonlyMap<RefName, Sha>,
): Promise<void> {
  const { history, sessions, info } = repository;
  const { settings, integration_branch, integration_tip } = envelope.state;
  const branch = branchRef(integration_branch);
  const tip = `${sessionRefs(id)}tip` as RefName;
  const wanted = new Map<RefName, Sha>([...refs, [checkpointRef(id), commit]]);
  const now = await history.refs([branch, ...wanted.keys()]);
  const moved = [...wanted].filter(([ref, to]) => now.get(ref) !== to);
  const updates: RefUpdate[] = moved.map(([ref, to]) => ({ ref, to, expected: now.get(ref) ?? null }));
  const to = refs.get(tip) ?? null;
  const at = now.get(branch) ?? null;
  // The branch follows only where it does not exist or is where this session left it. On resume, anything else becomes a finding.
  if (to !== null && integration_tip !== null && at !== to && (at === null || at === now.get(tip)))
    updates.push({ ref: branch, to, expected: at });
  await objectsOf(repository, settings, { owned: [branch] }).updateRefs(updates);
  await sessions.create(id);
  await storeSettings(sessions.directory(id), { settings, written: settings });
  await createYamlCheckpoints({
    codec: integrationCodec,
    session: id,
    directory: checkpointsFolder(info.common_dir, info.top_level, settings, id),
    keep: settings.checkpoints.keep,
    mirror: null,
    onTrouble: () => {},
  }).save(envelope);
}
