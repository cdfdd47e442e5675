/**
 * Names as the first release wrote them in its sessions: the only place where they are read. A question was called by what it was about
 * (`conflict:auth#1:0:60cd555c`), a gate run was known by an id that began with its ordinal, and some things had other words: an effort
 * was put aside, handed back, taken in again, left out or put off; an order had a bill; a gate ran in a slot.
 */
import type { Fields } from '../../shared/codec.ts';
import type { ConflictId } from '../../shared/ids.ts';
import { QUESTION_KINDS, questionId } from '../question-id.ts';

/** Today's types of events that had another one. */
const EVENT_TYPES: ReadonlyMap<unknown, string> = new Map([
  ['effort_left_out', 'effort_excluded'],
  ['effort_put_aside', 'effort_held'],
  ['effort_taken_in', 'effort_included_again'],
]);

/** Today's words for choices that had another one. */
const CHOICES: ReadonlyMap<unknown, string> = new Map([
  ['later', 'defer'],
  ['put_aside', 'hold_effort'],
  ['hand_back', 'return_to_author'],
  ['take_in', 'include_again'],
]);

/** Returns the fields of a state with names, and what can be read of them, as today's program has them. */
export function withTodaysNames(fields: Fields): Fields {
  return {
    ...fields,
    ...forecast(fields),
    ...changed(fields, 'efforts_included', effort),
    ...changed(fields, 'decisions', decision),
    ...changed(fields, 'highlighted', chosen),
    ...changed(fields, 'gate_runs', (run) => ({ ordinal: ordinalIn(run['id']), ...gate(run) })),
    ...changed(fields, 'findings', finding),
    ...changed(fields, 'in_flight', started),
  };
}

/** Returns the type and the fields of an event with names as today's program has them. */
export function eventWithTodaysNames(former: Fields): Fields {
  const event = { ...former, type: EVENT_TYPES.get(former['type']) ?? former['type'] };
  switch (event.type) {
    case 'choice_made':
    case 'highlight_moved':
      return chosen(event);
    case 'plan_made':
      return { ...event, ...forecast(event), ...changed(event, 'efforts', effort) };
    case 'effort_excluded':
      return renamed(event, 'left_out', 'excluded');
    case 'gate_finished':
      return gate(event);
    case 'difference_found':
      return { ...event, ...part(event, 'finding', finding) };
    case 'action_started':
      return started(event);
    default:
      return event;
  }
}

function changed(fields: Fields, name: string, change: (each: Fields) => Fields): Fields {
  const list = fields[name];
  return Array.isArray(list) ? { [name]: list.map((each) => (isFields(each) ? change(each) : each)) } : {};
}

function part(fields: Fields, name: string, change: (value: Fields) => Fields): Fields {
  const value = fields[name];
  return isFields(value) ? { [name]: change(value) } : {};
}

/** Returns the fields with one of them under another name, where they have it under the former one. */
function renamed(fields: Fields, former: string, name: string): Fields {
  const { [former]: value, ...rest } = fields;
  return value === undefined ? fields : { ...rest, [name]: value };
}

function forecast(fields: Fields): Fields {
  return part(fields, 'forecast', (made) => renamed(made, 'bill', 'cost'));
}

function effort(fields: Fields): Fields {
  return renamed(renamed(fields, 'left_out', 'excluded'), 'put_off', 'deferred');
}

function gate(fields: Fields): Fields {
  return renamed(fields, 'slot', 'workspace');
}

function finding(fields: Fields): Fields {
  return fields['kind'] === 'worktree_gone' ? { ...fields, kind: 'workspace_gone' } : fields;
}

function decision(fields: Fields): Fields {
  const named = formerQuestion(fields['question']);
  const { kind, conflict } = named ?? { kind: null, conflict: null };
  return { kind, conflict, ...chosen(fields) };
}

/** Returns the fields with question and choice as they are called today. */
function chosen(fields: Fields): Fields {
  const named = formerQuestion(fields['question']);
  const choice = CHOICES.get(fields['choice']) ?? fields['choice'];
  return { ...fields, ...(named === null ? {} : { question: named.id }), choice };
}

function started(fields: Fields): Fields {
  const action = fields['action'];
  if (!isFields(action) || action['type'] !== 'run_gate') return fields;
  return { ...fields, action: { ordinal: ordinalIn(action['run']), ...action } };
}

/** Reads a former id; null: it is none. Today's ids hold no colon, and neither do names of efforts and conflicts. */
function formerQuestion(id: unknown) {
  const [first, ...about] = typeof id === 'string' ? id.split(':') : [];
  const kind = QUESTION_KINDS.find((each) => each === first);
  if (kind === undefined || about.length === 0) return null;
  const conflict = kind === 'conflict' ? about.slice(0, -2).join(':') : null;
  return { id: questionId(kind, ...about), kind, conflict: conflict as ConflictId | null };
}

function ordinalIn(run: unknown): number {
  const ordinal = Number.parseInt(String(run), 10);
  return ordinal >= 0 ? ordinal : 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
