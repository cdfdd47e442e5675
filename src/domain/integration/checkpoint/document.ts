/**
 * This folder: the checkpoint document: its schemas, migrations and decoding.
 *
 * The checkpoint document: a state as the YAML that people read and another machine goes on from. It holds every field of the state, and
 * beside them what can be derived (results, sizes, metrics, actions, health): written for people, computed from scratch when read.
 */
import type { Conflict } from '../../conflict/conflict.ts';
import type { Envelope } from '../../shared/codec.ts';
import type { EffortName, Instant } from '../../shared/ids.ts';
import { participants } from '../selectors/progress.ts';
import { isOversize, linesOf, sizeTotal } from '../selectors/size.ts';
import type { IntegrationState } from '../state.ts';
import type { Health } from '../summary/health.ts';
import { healthOf } from '../summary/health.ts';
import type { PendingAction } from '../summary/pending-actions.ts';
import { pendingActions } from '../summary/pending-actions.ts';
import type { PerformanceMetrics } from '../summary/performance-metrics.ts';
import { performanceMetrics } from '../summary/performance-metrics.ts';
import type { TestResult } from '../summary/test-results.ts';
import { testResults } from '../summary/test-results.ts';
import { type FlatState, flattenState } from './flat-state.ts';
import { SCHEMA_VERSION } from './migrations.ts';

/** A conflict with the specification's word for what collided. */
export type ConflictEntry = Conflict & { readonly type: string };

/** The size of one effort; the last entry of the list is the running total. */
export type SizeValidation =
  | { readonly effort: EffortName; readonly lines: number; readonly compliant: boolean }
  | {
      readonly current_integration_total: number;
      readonly limit: number | null;
      readonly remaining_capacity: number | null;
    };

export interface CheckpointDocument {
  readonly integration_checkpoint: Omit<Envelope<IntegrationState>, 'state' | 'recovered_from'> &
    Omit<FlatState, 'conflicts_detected'> & {
      readonly checkpoint_timestamp: Instant;
      /** The specification's names; null in documents of older programs. */
      readonly persistedAt: Instant | null;
      readonly recoveredFrom: string | null;
      readonly conflicts_detected: readonly ConflictEntry[];
      readonly size_validations: readonly SizeValidation[];
      readonly test_results: Readonly<Record<string, TestResult>>;
      readonly performance_metrics: PerformanceMetrics;
      readonly pending_actions: readonly PendingAction[];
      readonly health: Health;
    };
}

/** Creates the document of an envelope, with its fields in the order in which people look for them. */
export function checkpointDocument(envelope: Envelope<IntegrationState>): CheckpointDocument {
  const { state: whole, sequence, host, saved_at, recovered_from = null } = envelope;
  const {
    state,
    session_id,
    phase,
    wave,
    integration_branch,
    efforts_included,
    conflicts_detected,
    ...rest
  } = flattenState(whole);
  return {
    integration_checkpoint: {
      state,
      phase,
      wave,
      checkpoint_timestamp: saved_at,
      schema_version: SCHEMA_VERSION,
      session_id,
      sequence,
      host,
      saved_at,
      persistedAt: saved_at,
      recoveredFrom: recovered_from,
      integration_branch,
      efforts_included,
      conflicts_detected: conflicts_detected.map(conflictEntry),
      size_validations: sizeValidations(whole),
      test_results: testResults(whole),
      performance_metrics: performanceMetrics(whole, saved_at),
      pending_actions: pendingActions(whole),
      health: healthOf(whole),
      ...rest,
    },
  };
}

/** States share the conflicts that did not change, so their entries are shared too. Code that turns entries into text can memoize it. */
const ENTRIES = new WeakMap<Conflict, ConflictEntry>();

function conflictEntry(conflict: Conflict): ConflictEntry {
  const known = ENTRIES.get(conflict);
  if (known !== undefined) return known;
  const type = conflict.kind === 'content' ? 'OVERLAPPING_CHANGES' : conflict.kind.toUpperCase();
  const entry = { ...conflict, type };
  ENTRIES.set(conflict, entry);
  return entry;
}

function sizeValidations(state: IntegrationState): readonly SizeValidation[] {
  const { current_integration_total, limit, remaining_capacity } = sizeTotal(state);
  return [
    ...participants(state).map((effort) => ({
      effort: effort.name,
      lines: linesOf(effort),
      compliant: !isOversize(state, effort),
    })),
    { current_integration_total, limit, remaining_capacity },
  ];
}
