/**
 * The flat form of a state: what documents and snapshots hold, and what older versions wrote. An effort has every field whatever its
 * status, and the end of a session is spread over five. It is made and read here, and nowhere else.
 */
import type { Decoded } from '../../shared/codec.ts';
import type { EffortName, Instant, Sha } from '../../shared/ids.ts';
import { basicsOf } from '../events/change.ts';
import type {
  Effort,
  EffortBasics,
  EffortProgress,
  EffortStatus,
  Ending,
  Held,
  InTarget,
  IntegrationState,
  MergedHere,
  SessionOutcome,
} from '../state.ts';

export interface FlatEffort extends EffortBasics {
  readonly status: EffortStatus;
  readonly commits_left_out: MergedHere['commits_left_out'];
  readonly already_in: InTarget['already_in'] | null;
  readonly restore_point: Sha | null;
  readonly merge_commit: Sha | null;
  readonly resolution_status: 'NONE' | 'IN_PROGRESS' | 'RESOLVED';
  readonly merged_at: Instant | null;
  readonly held_because: string | null;
  readonly held_as: Held['held_as'] | null;
  readonly held_with: EffortName | null;
  readonly losses: MergedHere['losses'];
}

export interface FlatState extends Omit<IntegrationState, 'end' | 'efforts_included'> {
  readonly outcome: SessionOutcome | null;
  readonly outcome_because: string | null;
  readonly landed_commit: Sha | null;
  readonly landing_command: string | null;
  readonly finished_at: Instant | null;
  readonly efforts_included: readonly FlatEffort[];
}

/** Returns the flat form of a state. */
export function flattenState(state: IntegrationState): FlatState {
  const { end, efforts_included, ...rest } = state;
  return {
    ...rest,
    outcome: end?.outcome ?? null,
    outcome_because: end?.because ?? null,
    landed_commit: end?.outcome === 'LANDED' ? end.commit : null,
    landing_command: end?.outcome === 'HELD_FOR_REVIEW' ? end.command : null,
    finished_at: end?.at ?? null,
    efforts_included: efforts_included.map(flattenEffort),
  };
}

/** Reads the flat form; fields that contradict each other are refused in words. */
export function stateOfFlat(flat: FlatState): Decoded<IntegrationState> {
  const { outcome, outcome_because, landed_commit, landing_command, finished_at, efforts_included, ...rest } =
    flat;
  const end = endOfFlat(flat);
  if (typeof end === 'string') return { ok: false, refused: end };
  const efforts: Effort[] = [];
  for (const [index, each] of efforts_included.entries()) {
    const progress = progressOfFlat(each);
    if (typeof progress === 'string')
      return { ok: false, refused: `efforts_included[${index}]: ${progress}` };
    efforts.push(effortWith(each, progress));
  }
  return { ok: true, value: { ...rest, end, efforts_included: efforts } };
}

/** What a status leaves blank. */
const BLANK = {
  commits_left_out: [],
  already_in: null,
  restore_point: null,
  merge_commit: null,
  resolution_status: 'NONE',
  merged_at: null,
  held_because: null,
  held_as: null,
  held_with: null,
  losses: [],
} as const satisfies Omit<FlatEffort, keyof EffortBasics | 'status'>;

/** States share the efforts that did not change; so do their flat forms, and whoever turns them into text may remember it. */
const FLAT = new WeakMap<Effort, FlatEffort>();

/** Returns the flat form of an effort. */
export function flattenEffort(effort: Effort): FlatEffort {
  const known = FLAT.get(effort);
  if (known !== undefined) return known;
  const flat = { ...BLANK, ...effort, resolution_status: resolutionStatus(effort) };
  FLAT.set(effort, flat);
  return flat;
}

function resolutionStatus(effort: Effort): FlatEffort['resolution_status'] {
  if (effort.conflicts === 0) return 'NONE';
  if (effort.status === 'MERGING') return 'IN_PROGRESS';
  return effort.status === 'MERGED' ? 'RESOLVED' : 'NONE';
}

const NOT_TOLD_APART = { uncounted: 0, by_commit: [] };

/** Returns an effort of the plan in either form: older journals hold the flat one, and sizes that are not told apart by commit. */
export function effortOfStored(stored: Effort | FlatEffort): Effort {
  const progress = progressOfFlat({ ...BLANK, ...stored });
  const sized = { ...stored, size: { ...NOT_TOLD_APART, ...stored.size } };
  return effortWith(sized, typeof progress === 'string' ? { status: 'PENDING' } : progress);
}

function effortWith(stored: EffortBasics, progress: EffortProgress): Effort {
  return { ...basicsOf(stored), ...progress };
}

/** Returns where a flat effort is on its way, or the contradiction in it. */
function progressOfFlat(flat: Omit<FlatEffort, keyof EffortBasics>): EffortProgress | string {
  const { status, already_in, merge_commit, restore_point, merged_at, held_as, held_because } = flat;
  switch (status) {
    case 'PENDING':
    case 'MERGING':
      return merge_commit === null ? { status } : `it is ${status} and has a merge_commit`;
    case 'MERGED':
      if (already_in !== null) return { status, already_in, merged_at };
      if (merge_commit === null || restore_point === null || merged_at === null)
        return 'it is MERGED without merge_commit, restore_point or merged_at';
      return {
        status,
        already_in,
        merge_commit,
        restore_point,
        merged_at,
        commits_left_out: flat.commits_left_out,
        losses: flat.losses,
      };
    case 'FAILED':
      return { status, held_because: held_because ?? 'no reason is recorded' };
    case 'HELD':
      if (held_as === null) return 'it is HELD without held_as';
      return {
        status,
        held_as,
        held_because: held_because ?? 'no reason is recorded',
        held_with: flat.held_with,
      };
  }
}

/** Returns the end of a session in flat fields, or the contradiction in them. */
function endOfFlat(flat: FlatState): Ending | null | string {
  const { stage, outcome, landed_commit } = flat;
  if (outcome === null) return stage === 'FINISHED' ? 'the stage is FINISHED without an outcome' : null;
  if (stage !== 'FINISHED') return `the stage is ${stage} with the outcome ${outcome}`;
  const ended = { because: flat.outcome_because ?? '', at: flat.finished_at ?? flat.updated_at };
  switch (outcome) {
    case 'LANDED':
      return landed_commit === null
        ? 'the outcome is LANDED without landed_commit'
        : { ...ended, outcome, commit: landed_commit };
    case 'HELD_FOR_REVIEW':
      return { ...ended, outcome, command: flat.landing_command };
    case 'STOPPED':
    case 'ROLLED_BACK':
    case 'SUPERSEDED':
    case 'NOTHING_TO_DO':
    case 'FAILED':
      return { ...ended, outcome };
  }
}
