/** What one person looks at: state that belongs to a single screen. It decides nothing and is never stored. */
import type { Command } from '../domain/integration/command.ts';
import type { Stage } from '../domain/integration/state.ts';
import type { ChoiceId, EffortName } from '../domain/shared/ids.ts';

/** Screens that people may open whatever is going on. */
export const PINNED_PLACES = ['plan', 'run', 'gates', 'record', 'history'] as const;
export type PinnedPlace = (typeof PINNED_PLACES)[number];

export type Overlay =
  | { readonly kind: 'help'; readonly text: string; readonly selected: number }
  | { readonly kind: 'leave'; readonly selected: number }
  | { readonly kind: 'log'; readonly run: string }
  /** The detail of the selected effort, where there is no room for it beside the list. */
  | { readonly kind: 'effort' }
  /** Somebody else drives the session. `sure`: the person chose to end it and is asked to confirm. */
  | { readonly kind: 'elsewhere'; readonly selected: number; readonly sure: boolean }
  /** A confirmation in one line. With `question`, it is valid only while that question is open. */
  | {
      readonly kind: 'confirm';
      readonly text: string;
      readonly commands: readonly Command[];
      readonly question: string | null;
    };

/** Parts of a screen that scroll; `log` counts from its end, so that 0 follows it. */
export type Pane = 'text' | 'log';

export interface ViewState {
  /** null when the screen follows what is going on. */
  readonly place: PinnedPlace | null;
  /** Pinned to a name, never to a row; null for the effort being worked on. */
  readonly selected: EffortName | null;
  /** The selected row of the gates and of the history. */
  readonly row: number;
  readonly scroll: Readonly<Record<Pane, number>>;
  /** Whether up and down scroll the text beside the list. */
  readonly in_text: boolean;
  readonly overlay: Overlay | null;
  readonly filter: { readonly text: string; readonly typing: boolean };
  readonly three_way: boolean;
  /** Whether long lines of a log are wrapped instead of cut. */
  readonly wrap: boolean;
  /** The key of an open conflict that the person only looks at; null for the one the question is about. */
  readonly looked_at: string | null;
  /** The column in view where three do not fit. */
  readonly column: number;
  readonly notice: { readonly text: string; readonly tone: 'plain' | 'warn' } | null;
  /** A cursor movement that was sent but is not in a snapshot yet. */
  readonly echo: { readonly question: string; readonly choice: ChoiceId } | null;
  /** A question answered on this screen, whose successor has not arrived yet. */
  readonly answered: string | null;
  /** The question and the stage of the last state that was seen. */
  readonly seen: { readonly question: string | null; readonly stage: Stage | null };
}

export type ViewEvent =
  | { readonly type: 'place'; readonly place: PinnedPlace | null }
  | { readonly type: 'selected'; readonly effort: EffortName }
  | { readonly type: 'row'; readonly row: number }
  | { readonly type: 'scrolled'; readonly pane: Pane; readonly to: number }
  | { readonly type: 'pane_changed' }
  | { readonly type: 'column'; readonly column: number }
  | { readonly type: 'three_way_toggled' }
  | { readonly type: 'wrap_toggled' }
  | { readonly type: 'looked_at'; readonly key: string | null }
  | { readonly type: 'overlay'; readonly overlay: Overlay | null }
  | { readonly type: 'filter'; readonly text: string; readonly typing: boolean }
  | { readonly type: 'notice'; readonly text: string; readonly tone?: 'plain' | 'warn' }
  | { readonly type: 'notice_read' }
  | { readonly type: 'highlighted'; readonly question: string; readonly choice: ChoiceId }
  | { readonly type: 'answered'; readonly question: string }
  | { readonly type: 'refused'; readonly because: string }
  | {
      readonly type: 'state_seen';
      readonly question: string | null;
      readonly stage: Stage;
      /** What is under the engine's cursor. */
      readonly highlighted: ViewState['echo'];
    };

/** The initial view of every screen. */
export const FIRST_VIEW: ViewState = {
  place: null,
  selected: null,
  row: 0,
  scroll: { text: 0, log: 0 },
  in_text: false,
  overlay: null,
  filter: { text: '', typing: false },
  three_way: false,
  wrap: false,
  looked_at: null,
  column: 0,
  notice: null,
  echo: null,
  answered: null,
  seen: { question: null, stage: null },
};

const TOP = { text: 0, log: 0 };

/** Returns the view after an event. */
export function viewAfter(view: ViewState, event: ViewEvent): ViewState {
  switch (event.type) {
    case 'place':
      return { ...view, place: event.place, row: 0, scroll: TOP, in_text: false, overlay: null };
    case 'selected':
      return { ...view, selected: event.effort, scroll: TOP };
    case 'row':
      return { ...view, row: event.row, scroll: TOP };
    case 'scrolled':
      return { ...view, scroll: { ...view.scroll, [event.pane]: Math.max(0, event.to) } };
    case 'pane_changed':
      return { ...view, in_text: !view.in_text };
    case 'column':
      return { ...view, column: event.column };
    case 'three_way_toggled':
      return { ...view, three_way: !view.three_way, looked_at: null, scroll: TOP };
    case 'wrap_toggled':
      return { ...view, wrap: !view.wrap };
    case 'looked_at':
      return { ...view, three_way: true, looked_at: event.key, scroll: TOP };
    case 'overlay':
      return { ...view, overlay: event.overlay, scroll: event.overlay?.kind === 'log' ? TOP : view.scroll };
    case 'filter':
      return { ...view, filter: { text: event.text, typing: event.typing } };
    case 'notice':
      return { ...view, notice: { text: event.text, tone: event.tone ?? 'plain' } };
    case 'notice_read':
      return view.notice === null ? view : { ...view, notice: null };
    case 'highlighted':
      return { ...view, echo: { question: event.question, choice: event.choice }, scroll: TOP };
    case 'answered':
      return { ...view, answered: event.question, overlay: null };
    case 'refused':
      return { ...view, answered: null, echo: null, notice: { text: event.because, tone: 'warn' } };
    case 'state_seen':
      return afterState(view, event);
  }
}

function afterState(view: ViewState, event: Extract<ViewEvent, { readonly type: 'state_seen' }>): ViewState {
  const seen = { question: event.question, stage: event.stage };
  const echoed =
    view.echo?.question === event.highlighted?.question && view.echo?.choice === event.highlighted?.choice;
  const settled = echoed && view.echo !== null ? { ...view, echo: null } : view;
  if (event.question === view.seen.question && event.stage === view.seen.stage) return settled;
  const followed = event.stage === 'FINISHED' && view.seen.stage !== 'FINISHED';
  const next = { ...settled, seen, place: followed ? null : settled.place };
  return event.question === view.seen.question ? next : withoutQuestion(next, event.question);
}

/** Clears everything that belonged to one question so that it cannot affect the next: cursor, scroll position, pending confirmation. */
function withoutQuestion(view: ViewState, question: string | null): ViewState {
  const { overlay } = view;
  const void_confirm =
    overlay?.kind === 'confirm' && overlay.question !== null && overlay.question !== question;
  const answered_here = view.answered !== null && overlay === null;
  return {
    ...view,
    echo: null,
    answered: null,
    three_way: false,
    looked_at: null,
    column: 0,
    scroll: overlay?.kind === 'log' ? view.scroll : TOP,
    overlay: void_confirm ? null : overlay,
    notice: void_confirm
      ? { text: 'What is asked has changed; nothing was sent', tone: 'warn' }
      : answered_here
        ? null
        : view.notice,
  };
}
