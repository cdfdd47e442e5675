/** Fetches the sessions of another machine from the refs that it pushed, and checks them before any local ref moves. */
import { checkpointRef, readMirrored, sessionRefs } from '../../adapters/checkpoint-mirror.ts';
import { storeSettings } from '../../adapters/sessions.ts';
import { backupName } from '../../adapters/yaml/checkpoint-names.ts';
import { decodeCheckpointText } from '../../adapters/yaml/checkpoint-text.ts';
import { createYamlCheckpoints } from '../../adapters/yaml/yaml-checkpoints.ts';
import { countTokens } from '../../adapters/yaml/yaml-text.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import { progressWords } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Envelope } from '../../domain/shared/codec.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import { branchRef, type Instant, type RefName, type SessionId, type Sha } from '../../domain/shared/ids.ts';
import { sessionId } from '../../domain/shared/schema.ts';
import { counted, sanitizeLine } from '../../domain/shared/text.ts';
import type { StoredSession } from '../../engine/recover.ts';
import type { RefUpdate } from '../../ports/git.ts';
import { checkpointsFolder } from '../repository/checkpoints-folder.ts';
import { objectsOf, type Repository } from '../repository/compose.ts';
import { readIntegration } from '../repository/integration-kind.ts';
import { branchesHolding, type HoldsCommit, openLetter } from './open-letter.ts';

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

/** Older ones are not looked at: anybody who may push can push any number of them. */
const MOST_SESSIONS = 20;
const MOST_REFS = 2_000;
/** Documents are parsed up to these many YAML tokens: 4 MB of an ordinary one, and three times as much of all of them. */
const MOST_TOKENS = 1_000_000;
const MOST_TOKENS_OF_ALL = 3_000_000;

const TOO_MUCH = 'there is more in it than is read from another machine';

/** What is stored of the session here; null: nothing. */
type KnownSession = StoredSession<IntegrationState>['found'];

/** Fetches the newest sessions with checkpoints on a remote, sorted by name, newest first. */
export async function fetchCheckpoints(
  repository: Repository,
  remote: string,
): Promise<readonly FetchedSession[]> {
  const there = [...(await repository.history.remoteRefs(remote, PREFIX))]
    .flatMap(([ref, commit]) => {
      const id = sessionId.safeParse(ref.slice(PREFIX.length));
      return id.success ? [{ ref, commit, id: id.data }] : [];
    })
    .toSorted((a, b) => (a.ref < b.ref ? 1 : -1))
    .slice(0, MOST_SESSIONS);
  await repository.history.fetchObjects(
    remote,
    there.map(({ ref }) => ref),
  );
  const isHeld = branchesHolding(repository.history, remote);
  const left = { tokens: MOST_TOKENS_OF_ALL };
  const sessions: FetchedSession[] = [];
  for (const { id, commit } of there)
    sessions.push(await takeSession(repository, id, commit, { isHeld, left }));
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

async function takeSession(
  repository: Repository,
  id: SessionId,
  commit: Sha,
  { isHeld, left }: { readonly isHeld: HoldsCommit; readonly left: { tokens: number } },
): Promise<FetchedSession> {
  const none = { id, host: null, saved_at: null, sequence: null, summary: null, finished: false, refs: 0 };
  const read = await readLetter(repository, commit, left).catch(
    (thrown: unknown) => asIntorchError(thrown).message,
  );
  if (typeof read === 'string') return { ...none, refused: read };
  const { envelope, refs } = read;
  const found = { ...describe(envelope), id, refs: refs.size };
  const here = (await readIntegration(repository.stored, id)).found;
  const refused = await refusalOf(repository, id, commit, envelope, { refs, here });
  if (refused !== null) return { ...found, refused };
  const opened = await openLetter(repository, envelope, { known: here?.state ?? null, isHeld });
  if ('refused' in opened) return { ...found, refused: opened.refused };
  await keep(repository, id, commit, { ...envelope, state: opened.state }, { refs, here });
  return { ...found, refused: null };
}

/** Reads what a commit of a mirror holds, or says why it cannot be used. */
async function readLetter(repository: Repository, commit: Sha, left: { tokens: number }) {
  if (left.tokens === 0) return TOO_MUCH;
  const objects = objectsOf(repository, { conflicts: { trusted_drivers: [] } });
  try {
    const mirrored = await readMirrored(objects, backupName(integrationCodec.kind), commit);
    if (mirrored === null) return 'it holds no checkpoint';
    const texts = [mirrored.bytes, ...mirrored.parts.values()].map((bytes) =>
      Buffer.from(bytes).toString('latin1'),
    );
    const most = Math.min(MOST_TOKENS, left.tokens);
    const tokens = countTokens(texts.join('\n'), most);
    left.tokens -= tokens ?? most;
    if (tokens === null) return TOO_MUCH;
    const decoded = await decodeCheckpointText(integrationCodec, Buffer.from(mirrored.bytes), (name) => {
      const part = mirrored.parts.get(name);
      return Promise.resolve(part === undefined ? null : Buffer.from(part));
    });
    return decoded.ok ? { envelope: decoded.value, refs: mirrored.refs } : decoded.refused;
  } finally {
    await objects.close();
  }
}

function describe({ host, saved_at, sequence, state }: Envelope<IntegrationState>) {
  const finished = state.stage === 'FINISHED';
  const summary = `${finished ? state.end?.outcome : state.stage}, ${progressWords(state)}`;
  return { host, saved_at, sequence, summary, finished };
}

/** Returns why a session is refused, or null. Accepts only its own refs, only forward, and only with all of their objects. */
async function refusalOf(
  { history }: Repository,
  id: SessionId,
  commit: Sha,
  { state, sequence }: Envelope<IntegrationState>,
  { refs, here }: { readonly refs: ReadonlyMap<RefName, Sha>; readonly here: KnownSession },
): Promise<string | null> {
  if (state.session_id !== id) return `it belongs to the session ${state.session_id}`;
  const foreign = [...refs.keys()].find((ref) => !/^[\w/.-]+$/.test(ref) || !ref.startsWith(sessionRefs(id)));
  if (foreign !== undefined) return `it names ${foreign}, which is none of its refs`;
  if (refs.size > MOST_REFS) return `it names ${refs.size} refs, more than ${MOST_REFS}`;
  for (const [ref, at] of refs) if ((await history.resolve(at)) !== at) return `${at} of ${ref} is missing`;
  const ours = await history.resolve(checkpointRef(id));
  if (ours !== null && !(await history.isAncestor(ours, commit)))
    return (await history.isAncestor(commit, ours))
      ? 'what is here is newer'
      : 'it was resumed on both machines: go on where more was done, and end the other with intorch rollback';
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
  { refs, here }: { readonly refs: ReadonlyMap<RefName, Sha>; readonly here: KnownSession },
): Promise<void> {
  const { history, sessions, info } = repository;
  const { settings, integration_branch, integration_tip } = envelope.state;
  const branch = branchRef(integration_branch);
  // The tip that was merged again is the one that counts, whatever the list says.
  const tip = `${sessionRefs(id)}tip` as RefName;
  const wanted = new Map<RefName, Sha>([...refs, [checkpointRef(id), commit]]);
  wanted.delete(tip);
  if (integration_tip !== null) wanted.set(tip, integration_tip).set(branch, integration_tip);
  const now = await history.refs([...wanted.keys()]);
  const moved = [...wanted].filter(([ref, to]) => now.get(ref) !== to);
  const updates: RefUpdate[] = moved.map(([ref, to]) => ({ ref, to, expected: now.get(ref) ?? null }));
  await objectsOf(repository, settings, { owned: [branch] }).updateRefs(updates);
  await sessions.create(id);
  if (here === null) {
    const { written, text, tip } = await repository.chosen();
    await storeSettings(sessions.directory(id), { settings, written, text, tip });
  }
  await createYamlCheckpoints({
    codec: integrationCodec,
    session: id,
    directory: checkpointsFolder(info.common_dir, info.top_level, settings, id),
    within: settings.checkpoints.directory === null ? null : info.top_level,
    keep: settings.checkpoints.keep,
    mirror: null,
    onTrouble: () => {},
  }).save(envelope);
}
