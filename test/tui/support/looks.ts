/** Inputs and screens for tests: a state, and what somebody sees of it. */
import { renderToString } from 'ink';
import { createElement } from 'react';
import { shownQuestion } from '../../../src/domain/integration/open-question.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { Frame } from '../../../src/tui/frame/frame.ts';
import type { Snapshot } from '../../../src/tui/integration-client.ts';
import type { Look } from '../../../src/tui/screen-input.ts';
import { draw } from '../../../src/tui/view-model.ts';
import { FIRST_VIEW, type ViewState } from '../../../src/tui/view-state.ts';
import { FrameView } from '../../../src/tui/widgets/frame-view.tsx';
import { snapshotOf } from './fake-engine.ts';

export interface Seen {
  readonly columns?: number;
  readonly rows?: number;
  readonly view?: Partial<ViewState>;
  readonly snapshot?: Partial<Snapshot>;
  readonly log?: readonly string[];

  readonly theme?: Partial<Look['theme']>;
  readonly connection?: Look['connection'];
  readonly elsewhere?: Look['elsewhere'];
  readonly past?: Look['past'];
}

/** Creates the input of a screen, by default at 80x24. */
export function lookAt(state: IntegrationState, seen: Seen = {}): Look {
  return {
    snapshot: snapshotOf(state, seen.snapshot),
    question: shownQuestion(state),
    connection: seen.connection ?? 'live',
    view: { ...FIRST_VIEW, ...seen.view },
    size: { columns: seen.columns ?? 80, rows: seen.rows ?? 24 },
    theme: { ascii: false, color: false, motion: false, linear: false, ...seen.theme },
    elsewhere: seen.elsewhere ?? null,
    past: seen.past ?? { kind: 'unread' },
    log: {
      name: seen.log === undefined ? null : 'logs/run.log',
      lines: seen.log ?? [],
      kept: seen.log?.join('\n').length ?? 0,
      size: seen.log?.join('\n').length ?? 0,
    },
  };
}

/** Renders a frame as the terminal would show it, without the spaces at the ends of rows. */
export function textOf(frame: Frame): string {
  const text = renderToString(createElement(FrameView, { frame }), { columns: frame.columns });
  return text
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n');
}

/** Renders the screen that somebody sees. */
export function screenOf(state: IntegrationState, seen: Seen = {}): string {
  return textOf(draw(lookAt(state, seen)).frame);
}
