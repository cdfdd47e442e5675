/**
 * Holds what is shown and turns keys into steps, outside of React. Every key sees the newest state, however fast keys follow each other,
 * and nothing is lost when a component is redrawn.
 */
import { shownQuestion } from '../domain/integration/open-question.ts';
import type { Question } from '../domain/integration/question.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { type Step, say } from './action.ts';
import { stepsOf } from './actions/all.ts';
import { picksByNumber } from './actions/picking.ts';
import { followedLog } from './followed-log.ts';
import type { TerminalSize } from './frame/frame.ts';
import type { Theme } from './frame/theme.ts';
import type { EngineClient } from './integration-client.ts';
import type { ActionId } from './keys/binding.ts';
import { actionFor, whereOf } from './keys/keymap.ts';
import { wantedRun } from './panes/wanted-run.ts';
import { type Elsewhere, highlightOf, type Look } from './screen-input.ts';
import type { ScreenStore } from './screen-store.ts';
import { withoutState } from './screens/without-state.ts';
import { sessionHistory } from './session-history.ts';
import type { Host } from './terminal/terminal-host.ts';
import { type Drawn, draw } from './view-model.ts';
import { FIRST_VIEW, type ViewEvent, type ViewState, viewAfter } from './view-state.ts';

export interface ScreenStoreOptions {
  readonly client: EngineClient;
  readonly theme: Theme;
  readonly size: TerminalSize;
  readonly host: Host;
  /** An answer counts only after its question has been on the screen this long, in milliseconds. */
  readonly guard_ms: number;
  /** Who drives the session where this screen only watches. */
  readonly elsewhere?: Elsewhere | null;
  /** A sentence to show first, until a key is pressed. */
  readonly notice?: string | null;
  readonly ask?: (state: IntegrationState) => Question | null;
}

/** The store of an integration's screens. */
export interface IntegrationStore extends ScreenStore {
  /** null before the first snapshot. */
  readonly look: () => Look | null;
}

/** Creates the store of one screen. */
export function createScreenStore(options: ScreenStoreOptions): IntegrationStore {
  const { client, host, theme, guard_ms, elsewhere = null, notice = null, ask = shownQuestion } = options;
  const listeners = new Set<() => void>();
  let view: ViewState = {
    ...FIRST_VIEW,
    overlay: elsewhere === null ? FIRST_VIEW.overlay : { kind: 'elsewhere', selected: 0, sure: false },
    notice: notice === null ? null : { text: notice, tone: 'warn' },
  };
  let size = options.size;
  let question: Question | null = null;
  let question_since_ms = 0;
  let stopping = false;
  // A number may have two digits.
  let digits = '';
  let lending = false;
  // True after an answer on this screen led to editing: then the editor opens by itself. After another screen's answer, it does not.
  let expecting_edit = false;
  let drawn: Drawn | null = null;
  const log = followedLog(client, () => changed());
  const past = sessionHistory(host.history, () => changed());

  function look(): Look | null {
    const snapshot = client.snapshot();
    if (snapshot === null) return null;
    const connection = client.connection();
    return {
      snapshot,
      question,
      connection,
      view,
      size,
      theme,
      elsewhere,
      past: past.known(),
      log: log.window(),
    };
  }

  function present(): Drawn {
    if (drawn !== null) return drawn;
    const seen = look();
    drawn =
      seen === null ? { frame: withoutState(client.connection(), size, theme), extents: {} } : draw(seen);
    return drawn;
  }

  function changed(): void {
    drawn = null;
    const seen = look();
    // Only a finished frame knows what is selected, and so which log belongs to it.
    if (seen !== null) log.follow(wantedRun(seen)?.log ?? null);
    for (const listener of [...listeners]) listener();
  }

  function dispatch(event: ViewEvent): void {
    view = viewAfter(view, event);
    // The sessions go on while nobody looks at them, this one too.
    if (event.type === 'place' && event.place === 'history') past.read();
  }

  function stateChanged(): void {
    const snapshot = client.snapshot();
    if (snapshot !== null) {
      const { state } = snapshot;
      const before = question;
      const answered_here = view.answered !== null && view.answered === before?.id;
      question = ask(state);
      const highlighted = question === null ? undefined : highlightOf(snapshot, question);
      const cursor =
        question === null || highlighted === undefined
          ? null
          : { question: question.id, choice: highlighted };
      dispatch({
        type: 'state_seen',
        question: question?.id ?? null,
        stage: state.stage,
        highlighted: cursor,
      });
      if (question?.id !== before?.id) {
        question_since_ms = host.now_ms();
        if (before !== null) host.dropTypedAhead();
        expecting_edit =
          question === null ? answered_here || expecting_edit : openedEdit(question, state, answered_here);
      }
    }
    const gone = client.connection() === 'ended' || client.connection() === 'lost';
    if (stopping && gone) host.leave('stopped');
    changed();
  }

  /** Opens the editor when an answer on this screen led here. Returns false, because nothing is expected any more. */
  function openedEdit(asked: Question, state: IntegrationState, answered_here: boolean): false {
    const file = state.editing?.file;
    if ((answered_here || expecting_edit) && asked.kind === 'edit' && file != null)
      void lend('The editor', () => host.edit(file), true);
    return false;
  }

  async function lend(what: string, use: () => Promise<void>, then_done: boolean): Promise<void> {
    if (lending) return;
    lending = true;
    try {
      await use();
      if (then_done) perform({ do: 'send', command: { type: 'edit_done' } });
    } catch (thrown) {
      dispatch({ type: 'notice', text: `${what} failed: ${messageOf(thrown)}`, tone: 'warn' });
    } finally {
      lending = false;
      changed();
    }
  }

  function perform(step: Step): void {
    switch (step.do) {
      case 'view':
        dispatch(step.event);
        break;
      case 'send':
        client.send(step.command).then(
          (refused) => refused !== null && refusedWith(refused),
          (thrown) => refusedWith(messageOf(thrown)),
        );
        break;
      case 'press':
        act(step.action, '');
        break;
      case 'copy':
        host.copy(step.text);
        dispatch({ type: 'notice', text: `Copied ${step.what}`, tone: 'plain' });
        break;
      case 'edit':
        void lend('The editor', () => host.edit(step.file), true);
        break;
      case 'shell':
        void lend('The shell', () => host.shell(step.directory), false);
        break;
      case 'read':
        void lend('The pager', () => host.read(step.what), false);
        break;
      case 'stream':
        void streamed();
        break;
      case 'suspend':
        void lend('Suspending', host.suspend, false);
        break;
      case 'stop_engine':
        stopping = true;
        client.stopEngine(step.now);
        break;
      case 'leave':
        host.leave(step.reason);
        break;
      default:
        step satisfies never;
    }
  }

  async function streamed(): Promise<void> {
    let detached = false;
    await lend(
      'Showing plain lines',
      async () => {
        detached = (await host.stream()) === 'detached';
      },
      false,
    );
    if (detached) host.leave('detached');
  }

  function refusedWith(because: string): void {
    dispatch({ type: 'refused', because });
    changed();
  }

  function act(action: ActionId, key: string): void {
    const seen = look();
    if (seen === null) return;
    const steps = stepsOf(action, { look: seen, extents: present().extents, key });
    const too_soon = steps.some(answers) && host.now_ms() - question_since_ms < guard_ms;
    for (const step of too_soon ? say('This question just appeared; press enter again') : steps) {
      perform(step);
      drawn = null;
    }
  }

  function press(key: string): void {
    const seen = look();
    if (seen === null) {
      if (['q', 'D', 'ctrl+c'].includes(key))
        host.leave(client.connection() === 'lost' ? 'lost' : 'detached');
      return;
    }
    digits = /^\d$/.test(key) ? digits + key : '';
    const numbered = digits !== '' && picksByNumber(seen);
    const action = numbered ? 'pick' : actionFor(key, whereOf(seen));
    dispatch({ type: 'notice_read' });
    if (action === null) dispatch({ type: 'notice', text: `${key} does nothing here; ? shows what does` });
    else act(action, numbered ? digits : key);
    changed();
  }

  function paste(text: string): void {
    const seen = look();
    const where = seen === null ? null : whereOf(seen);
    if (where === 'filter' || where === 'help') act('type', text);
    else dispatch({ type: 'notice', text: 'Pasted text is ignored', tone: 'warn' });
    changed();
  }

  const unsubscribe = client.subscribe(stateChanged);
  stateChanged();
  return {
    frame: () => present().frame,
    look,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    press,
    paste,
    resize: (next) => {
      if (next.columns === size.columns && next.rows === size.rows) return;
      size = next;
      changed();
    },
    close: () => {
      unsubscribe();
      listeners.clear();
      log.follow(null);
    },
  };
}

function answers(step: Step): boolean {
  return step.do === 'send' && (step.command.type === 'choose' || step.command.type === 'choose_named');
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
