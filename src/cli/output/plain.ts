/**
 * This folder: what a command prints, and how the screens are set up.
 *
 * Headless output: one line (or one JSON object) per change, and a summary at the end. Never uses colour, motion or redrawing.
 */

import type { Event } from '../../domain/integration/event.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { safeJson } from '../../domain/shared/text.ts';
import { explained, plainLines } from './plain-lines.ts';
import { type Summary, summaryText } from './summary.ts';

/** Receives every event with the state before and after it. */
export type Report = (before: IntegrationState | null, after: IntegrationState, event: Event) => void;

interface Output {
  readonly out: (text: string) => void;
  readonly json: boolean;
}

/** Creates a listener that writes each event. */
export function plainReporter({ out, json }: Output): Report {
  return (before, after, event) => {
    if (event.type === 'gate_progressed') return;
    const blame = explained(before, after);
    if (json) out(`${safeJson(blame.length === 0 ? event : { ...event, explained: blame })}\n`);
    else for (const line of plainLines(before, after, event)) out(`${line}\n`);
  };
}

/** Writes how the session ended: the last JSON object, or a few lines. */
export function writeSummary({ out, json }: Output, summary: Summary): void {
  out(json ? `${safeJson(summary)}\n` : summaryText(summary));
}
