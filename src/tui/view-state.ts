/** What a person looks at: the part of a screen that is nobody's business but the screen's. It decides nothing and is never stored. */
import type { Command } from '../domain/integration/command.ts';
import type { Stage } from '../domain/integration/state.ts';
import type { EffortName } from '../domain/shared/ids.ts';

/** Screens that may be looked at whatever is going on. */
export const PINNED_PLACES = ['plan', 'run', 'gates', 'record', 'history'] as const;
export type PinnedPlace = (typeof PINNED_PLACES)[number];

export type Overlay =
  | { readonly kind: 'help'; readonly text: string; readonly selected: number }
  | { readonly kind: 'leave'; readonly selected: number }
  | { readonly kind: 'log'; readonly run: string }
  /** The detail of the selected effort where there is no room for it beside the list. */
  | { readonly kind: 'effort' }
  /** Somebody else drives the session; `sure`: ending them was chosen and is asked about once more. */
  | { readonly kind: 'elsewhere'; readonly selected: number; readonly sure: boolean }
  /** One line that says what will happen; `question`: it holds only while that is what is asked. */
  | {
      readonly kind: 'confirm';
      readonly text: string;
      readonly commands: readonly Command[];
      readonly question: string | null;
    };

/** Parts of a screen that scroll; `log` counts from its end, so that 0 follows. */
export type Pane = 'text' | 'log';

export interface ViewState {
  /** null: the screen follows what is going on. */
  readonly place: PinnedPlace | null;
  /** Pinned to a name, never to a row; null: the effort that is worked on. */
  readonly selected: EffortName | null;
  /** The selected row of the gates and of the record. */
  readonly row: number;
  readonly scroll: Readonly<Record<Pane, number>>;
  /** Whether up and down move in the text beside the list. */
  readonly in_text: boolean;
  readonly overlay: Overlay | null;
  readonly filter: { readonly text: string; readonly typing: boolean };
  readonly three_way: boolean;
  /** Whether long lines of a log are broken instead of cut. */
  readonly wrap: boolean;
  /** An open conflict that is only looked at, by its key; null: the one that is asked about. */
  readonly looked_at: string | null;
  /** The column in view where three do not fit. */
  readonly column: number;
  readonly notice: { readonly text: string; readonly tone: 'plain' | 'warn' } | null;
  /** A cursor movement that was sent and not yet seen in a snapshot. */
  readonly echo: { readonly question: string; readonly choice: string } | null;
  /** A question that was answered here; its successor is on the way. */
  readonly answered: string | null;
  /** What was asked, and the stage, when the state was last looked at. */
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
  | { readonly type: 'highlighted'; readonly question: string; readonly choice: string }
  | { readonly type: 'answered'; readonly question: string }
  | { readonly type: 'refused'; readonly because: string }
  | {
      readonly type: 'state_seen';
      readonly question: string | null;
      readonly stage: Stage;
      /** What the engine says the cursor is on. */
      readonly highlighted: ViewState['echo'];
    };

/** Where every screen begins. */
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

/** Gives the view after something happened to it. */
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

/** Nothing that belonged to one question may touch the next: no cursor, no scroll, no half-given yes. */
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
