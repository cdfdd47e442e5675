/** What `intorch watch` writes: a line, or a JSON object, for each change. */
import { styleText } from 'node:util';
import {
  allCollisions,
  type WatchChange,
  watchChanges,
} from '../../domain/integration/watch/watch-changes.ts';
import type { WatchView } from '../../domain/integration/watch/watch-view.ts';
import { watchSummary, watchWords } from '../../domain/integration/watch/watch-words.ts';
import type { IntorchError } from '../../domain/shared/errors.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';

interface Output {
  readonly out: (text: string) => void;
  readonly json: boolean;
  readonly color: boolean;
}

/** Writes what is seen. */
export interface WatchReport {
  /** What there is when it begins, or where it ends after one look. */
  readonly present: (view: WatchView, at: Instant) => void;
  readonly changed: (before: WatchView, after: WatchView, at: Instant) => void;
  /** A look that failed; the next one may not. */
  readonly failed: (error: IntorchError, at: Instant) => void;
}

/** Creates what writes the changes. */
export function watchReport({ out, json, color }: Output): WatchReport {
  const write = (at: Instant, object: object, text: string, style: 'red' | 'green' | null = null) => {
    const said = sanitizeLine(text);
    const shown = color && style !== null ? styleText(style, said, { validateStream: false }) : said;
    out(json ? `${safeJson({ at, ...object })}\n` : `${clock(at)} ${shown}\n`);
  };
  const writeChange = (at: Instant, change: WatchChange) =>
    write(at, change, watchWords(change), styleOf(change));
  return {
    present: (view, at) => {
      const { collisions: _, with_target: __, ...present } = view;
      write(at, { type: 'watching', ...present }, `watching ${watchSummary(view)}`);
      for (const work of view.uncommitted) writeChange(at, { type: 'uncommitted', ...work });
      for (const change of allCollisions(view)) writeChange(at, change);
    },
    changed: (before, after, at) => {
      for (const change of watchChanges(before, after)) writeChange(at, change);
    },
    failed: ({ code, message }, at) =>
      write(at, { type: 'failed', code, message }, `cannot look: ${message}`, 'red'),
  };
}

function styleOf({ type }: WatchChange): 'red' | 'green' | null {
  if (type === 'collides' || type === 'collides_with_target') return 'red';
  return type === 'no_longer_collides' || type === 'no_longer_collides_with_target' ? 'green' : null;
}

/** Formats the time of day here: `10:42:07`. */
function clock(at: Instant): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}
