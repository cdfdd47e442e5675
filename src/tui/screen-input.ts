/** The input of screens and keys: the newest snapshot, the open question, and where the person is. All of it is derived here, once. */
import type { Hunk, Option } from '../domain/conflict/conflict.ts';
import type { Question, QuestionChoice } from '../domain/integration/question.ts';
import type { QuestionKind } from '../domain/integration/question-id.ts';
import type { Effort } from '../domain/integration/state.ts';
import type { ChoiceId } from '../domain/shared/ids.ts';
import type { LogWindow } from './followed-log.ts';
import type { TerminalSize } from './frame/frame.ts';
import type { Theme } from './frame/theme.ts';
import type { EngineClient, Snapshot } from './integration-client.ts';
import type { PastSession, PastSessions } from './past-session.ts';
import type { PinnedPlace, ViewState } from './view-state.ts';

export type Connection = ReturnType<EngineClient['connection']>;
export type ScreenPlace = PinnedPlace | 'resume' | 'decide' | 'ask' | 'summary';

/** Somebody else who drives the session. */
export interface Elsewhere {
  readonly role: 'run' | 'engine';
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** How it was seen: `working` holds the lock and answers, `silent` only holds the lock, `unverifiable` cannot be checked from here. */
  readonly seen: 'working' | 'silent' | 'unverifiable';
  /** Whether this person can end it from here, because it runs on this machine. */
  readonly can_stop: boolean;
}

export interface Look {
  readonly snapshot: Snapshot;
  readonly question: Question | null;
  readonly connection: Connection;
  readonly view: ViewState;
  readonly size: TerminalSize;
  readonly theme: Theme;
  /** Who drives the session where this screen can only watch; null when its own engine does. */
  readonly elsewhere: Elsewhere | null;
  readonly past: PastSessions;
  readonly log: LogWindow;
}

/** The screen on which a question is put; one that is on none does not compile. */
const PLACE_OF: Readonly<Record<QuestionKind, ScreenPlace>> = {
  letter: 'ask',
  resume: 'resume',
  start: 'plan',
  conflict: 'decide',
  edit: 'decide',
  oversize: 'ask',
  loss: 'ask',
  red_gate: 'gates',
  land: 'ask',
  roll_back: 'ask',
  held: 'ask',
  gate_cut_off: 'ask',
  foreign_commits: 'ask',
  trouble: 'ask',
};

/** Returns the screen that suits what is going on. */
function followedPlace(snapshot: Snapshot, question: Question | null): ScreenPlace {
  if (question !== null) return PLACE_OF[question.kind];
  const { stage } = snapshot.state;
  if (stage === 'FINISHED') return 'summary';
  return stage === 'PLANNING' || stage === 'READY' ? 'plan' : 'run';
}

/** Returns the screen that is shown: the pinned one, else the one that follows what is going on. */
export function placeOf(look: Look): ScreenPlace {
  return look.view.place ?? followedPlace(look.snapshot, look.question);
}

/** Checks whether the screen shows the open question, so that cursor and Enter belong to it. */
export function asksHere(look: Look): boolean {
  return look.question !== null && placeOf(look) === followedPlace(look.snapshot, look.question);
}

/** Returns the choice under the cursor: the one a key just chose, else the engine's, else the recommended one, else the first. */
export function choiceUnderCursor(look: Look): QuestionChoice | null {
  const { question, view, snapshot } = look;
  if (question === null) return null;
  const named = (id: ChoiceId | undefined) => question.choices.find((choice) => choice.id === id);
  const echo = view.echo?.question === question.id ? view.echo.choice : undefined;
  const engine = highlightOf(snapshot, question);
  return named(echo) ?? named(engine) ?? named(question.recommended?.choice) ?? question.choices[0] ?? null;
}

/** Returns the choice under the engine's cursor; undefined when it has none for this question. */
export function highlightOf(snapshot: Snapshot, question: Question): ChoiceId | undefined {
  return snapshot.state.highlighted.find((one) => one.question === question.id)?.choice;
}

/** Returns the hunk that the open question is about. */
export function askedHunk(look: Look): Hunk | null {
  const { question, snapshot } = look;
  if (question === null || question.conflict === null || question.hunk === null) return null;
  const conflict = snapshot.state.conflicts_detected.find((each) => each.id === question.conflict);
  return conflict?.hunks.find((hunk) => hunk.index === question.hunk) ?? null;
}

/** Returns the resolved option that a choice stands for; null for other choices. */
export function optionOf(hunk: Hunk | null, choice: QuestionChoice | null): Option | null {
  if (hunk === null || choice === null) return null;
  return hunk.options.find((option) => option.id === choice.id) ?? null;
}

/** Lists the efforts that pass the filter, in merge order. */
export function shownEfforts(look: Look): readonly Effort[] {
  const wanted = look.view.filter.text.toLowerCase();
  const efforts = look.snapshot.state.efforts_included;
  if (wanted === '') return efforts;
  return efforts.filter((effort) => `${effort.name} ${effort.branch}`.toLowerCase().includes(wanted));
}

/** Returns the selected effort: the pinned one, else the one being worked on, else the first. */
export function selectedEffort(look: Look): Effort | null {
  const efforts = shownEfforts(look);
  const { state } = look.snapshot;
  const tested = state.gate_runs.findLast((run) => run.status === 'RUNNING' && run.subject.kind === 'effort');
  const active = tested?.subject.kind === 'effort' ? tested.subject.effort : undefined;
  return (
    efforts.find((effort) => effort.name === look.view.selected) ??
    efforts.find((effort) => effort.name === (look.question?.effort ?? active)) ??
    efforts.find((effort) => effort.status === 'MERGING') ??
    efforts[0] ??
    null
  );
}

/** Returns the session under the cursor. */
export function selectedSession({ past, view }: Look): PastSession | null {
  return past.kind === 'read' ? (past.sessions[Math.min(view.row, past.sessions.length - 1)] ?? null) : null;
}
