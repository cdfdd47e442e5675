/**
 * Names as the first release wrote them: the only place where they are read. A question was called by what it was about
 * (`conflict:auth#1:0:60cd555c`), and a gate run was known by an id that began with its ordinal.
 */
import type { Fields } from '../../shared/codec.ts';
import type { ConflictId } from '../../shared/ids.ts';
import { QUESTION_KINDS, questionId } from '../question-id.ts';

/** Returns the fields of a state with names, and what can be read of them, as today's program has them. */
export function withTodaysNames(fields: Fields): Fields {
  return {
    ...fields,
    ...changed(fields, 'decisions', decision),
    ...changed(fields, 'highlighted', renamed),
    ...changed(fields, 'gate_runs', (run) => ({ ordinal: ordinalIn(run['id']), ...run })),
    ...changed(fields, 'in_flight', started),
  };
}

/** Returns the fields of an event with names as today's program has them. */
export function eventWithTodaysNames(event: Fields): Fields {
  const { type } = event;
  if (type === 'choice_made' || type === 'highlight_moved') return renamed(event);
  return type === 'action_started' ? started(event) : event;
}

function changed(fields: Fields, name: string, change: (each: Fields) => Fields): Fields {
  const list = fields[name];
  return Array.isArray(list) ? { [name]: list.map((each) => (isFields(each) ? change(each) : each)) } : {};
}

function decision(fields: Fields): Fields {
  const named = formerQuestion(fields['question']);
  if (named === null) return { kind: null, conflict: null, ...fields };
  const { id, kind, conflict } = named;
  return { ...fields, question: id, kind, conflict };
}

function renamed(fields: Fields): Fields {
  const named = formerQuestion(fields['question']);
  return named === null ? fields : { ...fields, question: named.id };
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
