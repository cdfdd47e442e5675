/**
 * This folder: a session from its lock to its reports.
 *
 * A session with what people see of it: reports that follow the state, texts for the open question, and snapshots for screens.
 */
import { checkpointRef, sessionRefs } from '../../adapters/checkpoint-mirror.ts';
import { storeSettings } from '../../adapters/sessions.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { checkpointName } from '../../adapters/yaml/checkpoint-names.ts';
import type { TestTally } from '../../domain/gate/gate.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import type { Event } from '../../domain/integration/event.ts';
import { integrationMachine } from '../../domain/integration/machine.ts';
import { newSession, sessionIdAt } from '../../domain/integration/new-session.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Instant, RunId, SessionId } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { gateCookie } from '../../engine/integration/gates/perform-gate.ts';
import type { EnginePorts } from '../../engine/integration/ports.ts';
import { type HowToResume, resumeEvents } from '../../engine/integration/resume.ts';
import { type IntegrationSession, openIntegration } from '../../engine/integration/session.ts';
import { type Recovered, recover } from '../../engine/recover.ts';
import { savingTo } from '../../engine/saving.ts';
import type { Snapshot } from '../../tui/integration-client.ts';
import { forgetOwnObjects, type Repository, sessionPorts } from '../repository/compose.ts';
import { confinableSettings } from '../repository/sandbox-for.ts';
import { damagedState, nothingLeft } from './damaged-state.ts';
import { doubtfulStorage } from './doubtful-storage.ts';
import { editedSettings } from './edited-settings.ts';
import { type EvidenceTexts, evidenceReader, NO_EVIDENCE } from './evidence-reader.ts';
import { settingsAround } from './held-results.ts';
import { lastIntegration, seenIn } from './last-seen.ts';
import { openingOf } from './open-letter.ts';
import { type ReportWriter, reportWriter } from './report-writer.ts';

export interface LiveSession {
  readonly id: SessionId;
  readonly ports: EnginePorts;
  readonly session: IntegrationSession;
  readonly reports: ReportWriter;
  /** Events of the resume itself, before anybody could listen. */
  readonly taken_up: readonly Event[];
  /** What a resumed session was brought back from; null: it is new. */
  readonly recovered: Recovered<IntegrationState> | null;
  readonly snapshot: () => Snapshot;
  /** Calls the listener when the snapshot changed. */
  readonly onChange: (listener: () => void) => void;
  /** Writes the last reports and closes the journal. */
  readonly close: () => Promise<void>;
}

/** Wraps the ports between a session and the world; tests inject faults here. */
export type Through = (ports: EnginePorts) => EnginePorts;

const unchanged: Through = (ports) => ports;

/** Starts a new session. An unfinished older one stays in the history. */
export async function startSession(
  repository: Repository,
  onTrouble: (error: unknown) => void,
  through: Through = unchanged,
): Promise<LiveSession> {
  const { settings: wanted, written, text, tip, notes } = await repository.chosen();
  const target = await repository.targetOf(wanted);
  const at = systemClock.now();
  const confinable = await confinableSettings(repository.info, wanted, repository.env);
  const settings = await settingsAround(repository, confinable, sessionIdAt(wanted, at), target);
  const session_id = await unusedId(repository, sessionIdAt(settings, at));
  const own = await sessionPorts(repository, session_id, settings, at, onTrouble);
  await mendRefs(own, [], onTrouble);
  await forgetOwnObjects(repository, own);
  const ports = through(own);
  await storeSettings(repository.sessions.directory(session_id), { settings, written, text, tip });
  const identity = await repository.history.identity();
  const seen = seenIn(await lastIntegration(repository));
  const initial = newSession({ settings, target, identity, at, session_id, ...seen });
  const live = goLive(
    repository,
    ports,
    openIntegration({ ports, initial, sequence: 0, host: repository.host, onTrouble }),
    onTrouble,
  );
  await savingTo({ ...ports, codec: integrationCodec, host: repository.host })(initial, 0);
  const found = [...(await doubtfulStorage(repository.info.common_dir)), ...notes];
  const taken_up = found.map((one): Event => ({ type: 'difference_found', finding: { ...one, at }, at }));
  for (const event of taken_up) await live.session.store.dispatch(() => event);
  return { ...live, taken_up };
}

/** Returns an unused id, so that two sessions that start within the same second stay apart. */
async function unusedId(repository: Repository, wanted: SessionId): Promise<SessionId> {
  const used = new Set((await repository.sessions.list()).map(({ id }) => id));
  let id = wanted;
  for (let number = 2; used.has(id); number += 1) id = `${wanted}-${number}` as SessionId;
  return id;
}

/** Resumes a session where it stopped. */
export async function resumeSession(
  repository: Repository,
  id: SessionId,
  how: HowToResume,
  onTrouble: (error: unknown) => void,
  through: Through = unchanged,
): Promise<LiveSession> {
  const stored = await repository.settingsOf(id);
  const settings = stored?.settings ?? (await repository.settings());
  const own = await sessionPorts(repository, id, settings, systemClock.now(), onTrouble);
  await mendRefs(own, [sessionRefs(id), checkpointRef(id)], onTrouble);
  const ports = through(own);
  const recovered = await recover(ports, integrationMachine.transition, ports.clock);
  if (recovered === null) {
    await ports.journal.close();
    throw nothingLeft(id);
  }
  for (const file of recovered.refused)
    onTrouble(new IntorchError('CHECKPOINT_UNUSABLE', `Cannot use checkpoint ${file.name}: ${file.refused}`));
  if (recovered.set_aside !== null) {
    const { count, because } = recovered.set_aside;
    const message = `The journal of ${id} stops where it can be read: ${because}; ${counted(count, 'event')} set aside`;
    onTrouble(new IntorchError('STATE_UNWRITABLE', message));
  }
  const damage = await damagedState(ports, recovered);
  const { state: initial, sequence } = recovered;
  // A process that a killed engine left running must not run beside its own repetition.
  for (const run of initial.gate_runs.filter((gate) => gate.status === 'RUNNING'))
    await ports.processes.sweep(gateCookie(id, run.id));
  const live = goLive(
    repository,
    ports,
    openIntegration({
      ports,
      initial,
      sequence,
      host: repository.host,
      recovered_from: checkpointName(integrationCodec.kind, recovered.from),
      onTrouble,
    }),
    onTrouble,
  );
  // Anybody's branch can bring files to a folder in the working tree; what the session froze is in the state folder.
  const opening = openingOf(recovered, stored);
  if (opening !== null) await live.session.store.dispatch(() => opening);
  const state = live.session.store.state();
  const edited = await editedSettings(repository, stored, state, onTrouble);
  const doubts = await doubtfulStorage(repository.info.common_dir);
  const differences = [...doubts, ...damage, ...edited.differences];
  const taken_up = await resumeEvents(
    ports,
    { ...recovered, state },
    { how, differences, gates_now: edited.gates_now },
  );
  for (const event of taken_up) await live.session.store.dispatch(() => event);
  return { ...live, taken_up, recovered };
}

/** Mends the refs of all sessions before anything is built on them. */
async function mendRefs(
  { objects }: EnginePorts,
  resumed: readonly string[],
  onTrouble: (error: unknown) => void,
): Promise<void> {
  const gone = await objects.mendRefs('refs/intorch/', resumed);
  if (gone.length === 0) return;
  const message = `Git has removed what ${gone.join(', ')} pointed at, so the ${gone.length === 1 ? 'ref is' : 'refs are'} removed too`;
  onTrouble(new IntorchError('OBJECT_MISSING', message));
}

function goLive(
  repository: Repository,
  ports: EnginePorts,
  session: IntegrationSession,
  onTrouble: (error: unknown) => void,
): LiveSession {
  const { store } = session;
  const id = store.state().session_id;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const started_at = systemClock.now();
  let evidence: EvidenceTexts = NO_EVIDENCE;
  let live: Readonly<Record<string, TestTally>> = {};
  let setting_up: readonly RunId[] = [];
  let flagged: Snapshot['flagged'] = null;
  let saved_at: Instant | null = null;
  const readEvidence = evidenceReader(ports);
  const reports = reportWriter(
    ports.files,
    () => ({ state: store.state(), texts: evidence.texts }),
    onTrouble,
  );
  // Nobody reads them while it works: whoever does gets them from `intorch report`.
  const noteReports = () => {
    const state = store.state();
    if (openQuestion(state) !== null || integrationMachine.waitingFor(state).length > 0) reports.changed();
  };
  let reading: Promise<void> = Promise.resolve();
  const refresh = (state: IntegrationState) => {
    reading = reading.then(async () => {
      evidence = await readEvidence(state).catch(() => evidence);
      noteReports();
      tell();
    });
  };
  store.subscribe((before, after, event) => {
    if (event.type === 'gate_progressed') live = { ...live, [event.run]: event.tests };
    else if (event.type === 'pairs_flagged') flagged = event.flagged;
    else if (event.type === 'gate_set_up') {
      const others = setting_up.filter((run) => run !== event.run);
      setting_up = event.setting_up ? [...others, event.run] : others;
    } else if (before.conflicts_detected !== after.conflicts_detected) refresh(after);
    else noteReports();
    if (event.type === 'plan_made' || event.type === 'plan_requested') flagged = null;
    saved_at = after.updated_at;
    tell();
  });
  refresh(store.state());
  return {
    id,
    ports,
    session,
    reports,
    taken_up: [],
    recovered: null,
    snapshot: () => ({
      kind: integrationCodec.kind,
      // Names of thousands of tests are not for a screen.
      state: { ...store.state(), baseline_tests: null },
      ...evidence,
      live,
      setting_up,
      flagged,
      engine: { pid: process.pid, host: repository.host, started_at },
      checkpoint_saved_at: saved_at,
      commands: repository.commands.newest(),
      session_directory: repository.sessions.directory(id),
      now: systemClock.now(),
    }),
    onChange: (listener) => void listeners.add(listener),
    close: async () => {
      await reading;
      await reports.flush();
      await store.saved();
      await ports.checkpoints.settled();
      await Promise.all([ports.objects.close(), ports.history.close()]);
      await ports.journal.close();
    },
  };
}
