import { integrationBranchName } from '../config/integration-branch.ts';
import type { Settings } from '../config/settings.ts';
import type { BranchName, Identity, Instant, SessionId } from '../shared/ids.ts';
import { idleProcess } from '../shared/process.ts';
import { fileStamp } from '../shared/time.ts';
import type { IntegrationState } from './state.ts';

/** Creates the name of a session started at that time: `wave1-20261121-101500`. */
export function sessionIdAt(settings: Settings, at: Instant): SessionId {
  return `wave${settings.naming.wave}-${fileStamp(at)}` as SessionId;
}

/** What a session starts from. */
export interface NewSession {
  readonly settings: Settings;
  readonly target: BranchName;
  readonly identity: Identity;
  readonly at: Instant;
  readonly session_id: SessionId;
  readonly gate_durations_ms?: Readonly<Record<string, number>>;
  readonly judged_before?: IntegrationState['judged_before'];
}

/** Creates the state of a session in which nothing has happened yet. */
export function newSession(start: NewSession): IntegrationState {
  const { settings, target, identity, at, session_id } = start;
  return {
    state: 'INTEGRATION',
    session_id,
    phase: settings.naming.phase,
    wave: settings.naming.wave,
    stage: 'PLANNING',
    end: null,
    settings,
    identity,
    target,
    target_base: null,
    integration_branch: integrationBranchName(settings, session_id),
    integration_tip: null,
    landing_choice: null,
    efforts_included: [],
    forecast: null,
    conflicts_detected: [],
    gate_runs: [],
    baseline_tests: null,
    restore_points: [],
    decisions: [],
    remembered: [],
    findings: [],
    survey: null,
    highlighted: [],
    scope: 'hunk',
    editing: null,
    trials: [],
    proofs: [],
    resume_offer: null,
    letter: null,
    rollback_offer: null,
    take_back_to: null,
    foreign: null,
    gates_cut_off: [],
    ...idleProcess(at),
    created_at: at,
    integration_started: null,
    gate_durations_ms: start.gate_durations_ms ?? {},
    gate_policy: null,
    judged_before: start.judged_before ?? { efforts: 0, red: 0 },
  };
}
