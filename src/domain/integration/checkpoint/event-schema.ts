/**
 * The stored form of events. They come from a database that only we write, so we check only what a reader depends on: a known type, and a
 * time. An event of a newer program is refused with a message instead of being skipped. It is checked by hand: each look at a session
 * reads events, and would load the schemas for two fields.
 */
import type { ResultSurvey } from '../../code/survey.ts';
import type { Conflict, Hunk } from '../../conflict/conflict.ts';
import type { Missing } from '../../gate/missing.ts';
import type { Decoded, Fields } from '../../shared/codec.ts';
import { PROCESS_EVENT_TYPES } from '../../shared/process.ts';
import { bounded } from '../../shared/text.ts';
import { INSTANT } from '../../shared/time.ts';
import type { Event } from '../event.ts';
import type { Forecast } from '../state.ts';
import { effortOfStored } from './flat-state.ts';
import { eventWithTodaysNames } from './former-names.ts';

/** Every event type; the compiler makes sure that none is missing and no other is listed. */
const TYPES = {
  ...PROCESS_EVENT_TYPES,
  plan_made: true,
  efforts_reordered: true,
  effort_excluded: true,
  plan_requested: true,
  integration_branch_created: true,
  effort_merged: true,
  effort_merge_failed: true,
  conflict_found: true,
  conflict_classified: true,
  highlight_moved: true,
  scope_changed: true,
  choice_made: true,
  edit_done: true,
  edit_prepared: true,
  edit_refused: true,
  edit_accepted: true,
  trial_requested: true,
  proof_requested: true,
  gate_progressed: true,
  gate_set_up: true,
  pairs_flagged: true,
  gate_finished: true,
  result_surveyed: true,
  integration_taken_back: true,
  landed: true,
  landing_held: true,
  landing_refused: true,
  landing_declined: true,
  rollback_asked: true,
  effort_held: true,
  effort_included_again: true,
  session_superseded: true,
  resume_offered: true,
  letter_opened: true,
  difference_found: true,
  effort_merged_outside: true,
  efforts_taken_back_outside: true,
  integration_moved_outside: true,
  integration_branch_gone: true,
  target_moved: true,
} as const satisfies Record<Event['type'], true>;

/** Decodes a stored event, or reports why it cannot be used. */
export function decodeEvent(parsed: unknown): Decoded<Event> {
  const wrong = whyNoEvent(parsed);
  if (wrong !== null) return { ok: false, refused: wrong };
  const stored = parsed as Fields;
  const event = eventWithTodaysNames(stored) as unknown as Event;
  if (!Object.hasOwn(TYPES, event.type)) {
    const called = JSON.stringify(String(stored['type']).slice(0, 60));
    return { ok: false, refused: `no event is called ${called}: update intorch` };
  }
  try {
    return { ok: true, value: completed(event) };
  } catch {
    return { ok: false, refused: `a part of the event ${event.type} is missing: it is damaged` };
  }
}

/** Returns what is wrong with the two fields that every event has; null: nothing. */
function whyNoEvent(parsed: unknown): string | null {
  const shown = (value: unknown) => bounded(JSON.stringify(value) ?? typeof value, 1, 60);
  if (parsed === undefined) return 'is missing';
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return `${shown(parsed)} is not a map`;
  const { type, at } = parsed as Fields;
  if (typeof type !== 'string')
    return type === undefined ? 'type: is missing' : `type: ${shown(type)} is not a text`;
  if (typeof at !== 'string') return at === undefined ? 'at: is missing' : `at: ${shown(at)} is not a text`;
  return INSTANT.test(at) ? null : `at: ${shown(at)} is not a time such as 2026-11-21T10:15:00.000Z`;
}

/**
 * Completes what older journals hold: efforts in the flat form, forecasts that do not look into files, hunks without those who wrote them,
 * results looked at for their code alone, and tests without those removed.
 */
function completed(event: Event): Event {
  switch (event.type) {
    case 'plan_made':
      return {
        ...event,
        efforts: event.efforts.map(effortOfStored),
        forecast: { ...event.forecast, touched: (event.forecast as Partial<Forecast>).touched ?? [] },
      };
    case 'conflict_found':
    case 'conflict_classified':
      return { ...event, conflicts: event.conflicts.map(withAuthors) };
    case 'gate_finished':
      return event.missing
        ? {
            ...event,
            missing: {
              ...event.missing,
              removed: (event.missing as Partial<Missing>).removed ?? NONE_REMOVED,
            },
          }
        : event;
    case 'result_surveyed': {
      const survey = event.survey as Partial<ResultSurvey>;
      const {
        hindrance = null,
        markers = [],
        tests_gone = [],
        changed_tests = null,
        rewritten = [],
      } = survey;
      const more = { hindrance, markers, tests_gone, changed_tests, rewritten };
      return { ...event, survey: { ...event.survey, ...more } };
    }
    default:
      return event;
  }
}

const NONE_REMOVED = { count: 0, names: [] };

function withAuthors(conflict: Conflict): Conflict {
  return {
    ...conflict,
    hunks: conflict.hunks.map((hunk) => ({ ...hunk, authors: (hunk as Partial<Hunk>).authors ?? [] })),
  };
}
