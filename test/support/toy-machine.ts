/**
 * A process that is no integration: a parcel is packed, sent (the first try fails and is repeated later), waited for, asked about, and
 * filed. It stands for every process to come: what runs, stores, recovers and shows it must know nothing of it.
 */
import { processKind } from '../../src/cli/repository/process-kind.ts';
import type { Codec, Fields } from '../../src/domain/shared/codec.ts';
import type { ActionKey, Instant, SessionId } from '../../src/domain/shared/ids.ts';
import type { Machine, MachineEvent } from '../../src/domain/shared/machine.ts';
import { foldProcess, idleProcess, type ProcessState } from '../../src/domain/shared/process.ts';
import { epochMs, instantOf } from '../../src/domain/shared/time.ts';

const STEPS = ['pack', 'send', 'file'] as const;
/** Milliseconds from a failed try to the next. */
export const RETRY_MS = 40;

export interface ToyAction {
  readonly type: (typeof STEPS)[number];
  readonly attempt: number;
}
export interface ToyState extends ProcessState<ToyAction> {
  readonly session_id: SessionId;
  readonly created_at: Instant;
  readonly done: readonly string[];
  readonly attempt: number;
  readonly retry_at: Instant | null;
  readonly receipt: boolean;
  readonly answer: string | null;
  readonly ended: 'FILED' | 'CANCELLED' | null;
  /** What the parcel holds: large, and the same for long. */
  readonly contents: Fields;
}
export type ToyHappened =
  | { readonly type: 'step_done'; readonly step: string }
  | { readonly type: 'step_failed' }
  | { readonly type: 'receipt_arrived' }
  | { readonly type: 'answered'; readonly answer: string };
export type ToyCommand =
  | { readonly type: 'answer'; readonly answer: string }
  | { readonly type: 'confirm_receipt' }
  | { readonly type: 'cancel'; readonly key: ActionKey };
export interface ToyFacts {
  readonly at: Instant;
  readonly receipt: boolean;
}
export type ToyEvent = MachineEvent<ToyHappened, ToyAction>;
export type ToyMachine = Machine<ToyState, ToyHappened, ToyAction, ToyCommand, ToyFacts, ToyStart>;
export interface ToyStart {
  readonly session_id: SessionId;
  readonly at: Instant;
}

const next = ({ done }: ToyState) => STEPS[done.length];
const isQuestion = (state: ToyState) => state.receipt && state.answer === null;

export const toyMachine: ToyMachine = {
  first: ({ session_id, at }) => ({
    ...idleProcess(at),
    session_id,
    created_at: at,
    done: [],
    attempt: 1,
    retry_at: null,
    receipt: false,
    answer: null,
    ended: null,
    contents: { book: 'x'.repeat(200) },
  }),
  decide: (state, command, at) => {
    if (command.type === 'cancel')
      return state.in_flight.some(({ key }) => key === command.key)
        ? { type: 'cancel_requested', key: command.key, at }
        : { refused: 'nothing like that is in flight' };
    if (command.type === 'confirm_receipt')
      return state.receipt ? { refused: 'it has arrived already' } : { type: 'receipt_arrived', at };
    if (!isQuestion(state)) return { refused: 'nothing is asked right now' };
    return ['keep', 'return'].includes(command.answer)
      ? { type: 'answered', answer: command.answer, at }
      : { refused: `there is no choice ${command.answer}; there are keep, return` };
  },
  transition: (before, event) => {
    const state = foldProcess<ToyAction, ToyState>(before, event);
    switch (event.type) {
      case 'step_done': {
        const done = [...state.done, event.step];
        return { ...state, done, attempt: 1, ended: done.length === STEPS.length ? 'FILED' : null };
      }
      case 'step_failed':
        return { ...state, attempt: state.attempt + 1, retry_at: instantOf(epochMs(event.at) + RETRY_MS) };
      case 'receipt_arrived':
        return { ...state, receipt: true };
      case 'answered':
        return { ...state, answer: event.answer };
      case 'action_cancelled':
        return { ...state, ended: 'CANCELLED' };
      default:
        return state;
    }
  },
  nextActions: (state) => {
    const type = next(state);
    const waits = state.retry_at !== null && state.retry_at > state.updated_at;
    if (type === undefined || state.ended !== null || state.trouble !== null || waits) return [];
    if (type === 'file' && state.answer === null) return [];
    return state.in_flight.length > 0 ? [] : [{ type, attempt: state.attempt }];
  },
  reconcile: (state, { at, receipt }) => [
    ...(state.in_flight.length > 0 ? [{ type: 'actions_interrupted' as const, at }] : []),
    ...(receipt && !state.receipt ? [{ type: 'receipt_arrived' as const, at }] : []),
  ],
  isPassing: () => false,
  maySettleLater: () => false,
  savePoint: () => 'now',
  actionKey: ({ type, attempt }) => `${type}:${attempt}` as ActionKey,
  waitingFor: (state) => {
    if (state.ended !== null) return [{ kind: 'finished' }];
    if (state.retry_at !== null && state.retry_at > state.updated_at)
      return [{ kind: 'until', at: state.retry_at, because: 'the next try to send it' }];
    if (state.in_flight.length > 0) return [];
    if (state.trouble !== null) return [{ kind: 'decision', question: state.trouble.message }];
    if (next(state) !== 'file' || state.answer !== null) return [];
    return isQuestion(state)
      ? [{ kind: 'decision', question: 'Keep it or return it?' }]
      : [{ kind: 'outside', what: 'the receipt' }];
  },
};

/** Leaves of YAML are texts until somebody says what they are. */
function stateOf(fields: Fields): ToyState {
  const flag = (name: string) => String(fields[name]) === 'true';
  const in_flight = (fields['in_flight'] as ToyState['in_flight']).map(({ key, action, at, cancelled }) => ({
    key,
    action: { type: action.type, attempt: Number(action.attempt) },
    at,
    cancelled: String(cancelled) === 'true',
  }));
  const { attempt, ...rest } = fields as unknown as ToyState;
  return { ...rest, in_flight, attempt: Number(attempt), paused: flag('paused'), receipt: flag('receipt') };
}

export const toyCodec: Codec<ToyState, ToyEvent> = {
  kind: 'parcel',
  root: 'parcel_checkpoint',
  schema_version: 1,
  parts: ['contents'],
  shape: 'parcel',
  restore: (fields) => ({ ok: true, value: stateOf(fields) }),
  encode: (state) => ({ ...state }),
  decode: (fields) => ({ ok: true, value: stateOf(fields as Fields) }),
  document: ({ state, ...around }) => ({ ...around, ...state }),
  decodeDocument: (parsed) => {
    const { schema_version, sequence, host, saved_at, ...state } = Object(parsed)['parcel_checkpoint'];
    const around = { schema_version: Number(schema_version), sequence: Number(sequence), host, saved_at };
    return { ok: true, value: { ...around, state: stateOf(state) } };
  },
  decodeEvent: (parsed) => ({ ok: true, value: parsed as ToyEvent }),
  sessionOf: ({ session_id }) => session_id,
  summaryOf: ({ created_at, done, ended }) => ({
    created_at,
    summary: ended ?? `${done.length} of ${STEPS.length} steps`,
    finished: ended !== null,
  }),
  commitsOf: () => [],
};

export const toyKind = processKind(
  toyMachine.transition,
  { rows: toyCodec, codec: async () => toyCodec },
  (state) => ({
    report: async () => ({}),
    reports: async () => new Map(),
    by_hand: null,
    facts: {
      session: state.session_id,
      done: state.done,
      ended: state.ended,
      waiting: toyMachine.waitingFor(state),
    },
    lines: [
      ['session', `${state.session_id}  ${toyCodec.summaryOf(state).summary}`],
      ...toyMachine
        .waitingFor(state)
        .map((waiting): [string, string] => ['waits for', JSON.stringify(waiting)]),
    ],
  }),
);
