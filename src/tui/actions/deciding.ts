/** Answers the open question. The cursor belongs to the engine; Enter names the question that it answers. */
import type { Command } from '../../domain/integration/command.ts';
import type { Question, QuestionChoice } from '../../domain/integration/question.ts';
import { PAUSE_HERE } from '../../domain/integration/questions/asking.ts';
import { type KeyAction, type Step, say, send, view } from '../action.ts';
import { consequenceOf } from '../panes/consequence.ts';
import { type OpenPlace, openPlaces, scopeOf, shownPlace } from '../panes/open-places.ts';
import { trialRuns } from '../panes/option-evidence.ts';
import {
  askedHunk,
  asksHere,
  choiceUnderCursor,
  highlightOf,
  type Look,
  optionOf,
  placeOf,
} from '../screen-input.ts';

/** Handles Enter on a choice: takes it at once when it loses nothing, else first asks to confirm the consequence. */
export function takeChoice(look: Look): readonly Step[] {
  const { question } = look;
  const choice = choiceUnderCursor(look);
  if (question === null || choice === null) return say('There is no question here');
  return taken(look, question, choice);
}

/** Handles the confirmation of that line. */
export function takeConfirmed(look: Look): readonly Step[] {
  const { overlay } = look.view;
  if (overlay?.kind !== 'confirm') return [];
  const done =
    overlay.question === null ? view({ type: 'overlay', overlay: null }) : answered(overlay.question);
  return [...overlay.commands.map(send), done];
}

function taken(look: Look, question: Question, choice: QuestionChoice): readonly Step[] {
  if (look.view.answered === question.id) return say('Sent already; the engine is at it', 'plain');
  if (choice.disabled !== null) return say(`${choice.label}: ${choice.disabled}`);
  // Only the screen can do this, because only it has a terminal to lend.
  if (choice.on_screen !== null) return [choice.on_screen];
  const commands = commandsFor(look, question, choice);
  const text = consequenceOf(look, question, choice);
  // A pause answers nothing.
  if (choice.id === PAUSE_HERE.id) return commands.map(send);
  if (text === null) return [...commands.map(send), answered(question.id)];
  return [view({ type: 'overlay', overlay: { kind: 'confirm', text, commands, question: question.id } })];
}

function answered(question: string): Step {
  return view({ type: 'answered', question });
}

/**
 * Returns the commands that take a choice. `choose` takes the one under the engine's cursor. Without a cursor for this question, the
 * command names the choice. The cursor may still belong to another question that this one precedes, as the one about resuming does.
 */
function commandsFor(look: Look, question: Question, choice: QuestionChoice): readonly Command[] {
  const choose: Command = { type: 'choose', question: question.id };
  const moved = look.view.echo?.question === question.id && look.view.echo.choice === choice.id;
  const here = highlightOf(look.snapshot, question);
  if (moved || here === choice.id) return [choose];
  if (here === undefined) return [{ type: 'choose_named', question: question.id, choice: choice.id }];
  return [{ type: 'highlight', question: question.id, choice: choice.id }, choose];
}

/** Takes a choice by its id, for choices with a key of their own. */
function named(look: Look, id: string): readonly Step[] {
  const { question } = look;
  const choice = question?.choices.find((each) => each.id === id);
  return question === null || choice === undefined ? [] : taken(look, question, choice);
}

function offers(look: Look, id: string, otherwise: string): string | null {
  const choice = look.question?.choices.find((each) => each.id === id);
  if (choice === undefined) return otherwise;
  return choice.disabled === null ? null : `${choice.label}: ${choice.disabled}`;
}

const ONLY_CONFLICT = 'Only for an open conflict';

export const edit: KeyAction = {
  off: ({ look }) =>
    look.question?.kind === 'edit'
      ? null
      : look.question?.kind === 'red_gate'
        ? offers(look, 'shell', 'There is no workspace to look around in')
        : offers(look, 'edit', ONLY_CONFLICT),
  run: ({ look }) => {
    const ids = { edit: 'open', red_gate: 'shell' } as const;
    const kind = look.question?.kind;
    return named(look, kind === 'edit' || kind === 'red_gate' ? ids[kind] : 'edit');
  },
};

export const accept: KeyAction = {
  off: ({ look }) => {
    const none = 'No red gate waits to be accepted';
    return look.question?.kind === 'red_gate' && asksHere(look) ? offers(look, 'accept', none) : none;
  },
  run: ({ look }) => named(look, 'accept'),
};

export const retry: KeyAction = {
  off: ({ look }) =>
    offers(look, 'retry', 'Nothing is red and nothing failed: there is nothing to run again'),
  run: ({ look }) => named(look, 'retry'),
};

export const three_way: KeyAction = {
  off: ({ look }) => (shownPlace(look) === null ? 'There are no three sides to show here' : null),
  run: () => [view({ type: 'three_way_toggled' })],
};

/** Shows another open conflict without answering anything: the question stays where it is. */
const lookAt = (by: number): KeyAction => ({
  off: ({ look }) =>
    openPlaces(look).length > 1 ? null : 'No other conflict of this effort waits for a decision',
  run: ({ look }) => {
    const places = openPlaces(look);
    const from = places.findIndex(({ key }) => key === shownPlace(look)?.key);
    const to = places[(from + by + places.length) % places.length];
    return to === undefined ? [] : [view({ type: 'looked_at', key: to.asked ? null : to.key })];
  },
});

export const next_conflict = lookAt(1);
export const conflict_before = lookAt(-1);

const SCOPES = ['hunk', 'file', 'effort'] as const;

export const scope: KeyAction = {
  off: ({ look }) => (look.question?.kind === 'conflict' ? null : ONLY_CONFLICT),
  run: ({ look }) => {
    const at = SCOPES.indexOf(scopeOf(look));
    const next = SCOPES[(at + 1) % SCOPES.length] ?? 'hunk';
    return [send({ type: 'set_scope', scope: next })];
  },
};

/** Takes the same option wherever else the effort still has it open. Shows the places before it does. */
export const take_everywhere: KeyAction = {
  off: ({ look }) => {
    const option = optionOf(askedHunk(look), choiceUnderCursor(look));
    if (option === null) return 'This choice cannot be applied elsewhere; pick a way to merge first';
    return similarPlaces(look, option.id).length > 1
      ? null
      : 'No other open hunk of this effort offers this option';
  },
  run: ({ look }) => {
    const { question } = look;
    const choice = choiceUnderCursor(look);
    if (question === null || choice === null) return [];
    const places = similarPlaces(look, choice.id).map(({ conflict, hunk }) =>
      hunk.lines === null ? conflict.path : `${conflict.path}:${hunk.lines.current.start}`,
    );
    const text = `In ${places.length} hunks (${places.join(', ')}): ${choice.label}?`;
    const commands: readonly Command[] = [
      { type: 'set_scope', scope: 'effort' },
      { type: 'choose_named', question: question.id, choice: choice.id },
    ];
    return [view({ type: 'overlay', overlay: { kind: 'confirm', text, commands, question: question.id } })];
  },
};

function similarPlaces(look: Look, option: string): readonly OpenPlace[] {
  return openPlaces(look).filter(({ hunk }) => hunk.options.some(({ id }) => id === option));
}

export const tryOption: KeyAction = {
  off: ({ look }) => {
    const option = optionOf(askedHunk(look), choiceUnderCursor(look));
    if (option === null) return 'Only a finished way to merge can be tested';
    if (look.snapshot.state.settings.gates.length === 0) return 'No gate is configured to test it with';
    return trialRuns(look, option).some((run) => run.status === 'RUNNING') ? 'It is being tested' : null;
  },
  run: ({ look }) => {
    const { question } = look;
    const option = optionOf(askedHunk(look), choiceUnderCursor(look));
    if (question?.conflict == null || question.hunk === null || option === null) return [];
    const command = {
      type: 'try_option',
      conflict: question.conflict,
      hunk: question.hunk,
      option: option.id,
    } as const;
    return [send(command), ...say(`Testing "${option.label}"; go on reading`, 'plain')];
  },
};

export const goToQuestion: KeyAction = {
  off: ({ look }) => (look.question === null && look.elsewhere === null ? 'There is no open question' : null),
  run: ({ look }) =>
    look.elsewhere === null
      ? [view({ type: 'place', place: null })]
      : [view({ type: 'overlay', overlay: { kind: 'elsewhere', selected: 0, sure: false } })],
};

/** Checks whether the question has a screen of its own, so that leaving it means looking at something else. */
export function isAskedFullScreen(look: Look): boolean {
  const place = placeOf(look);
  return place === 'decide' || place === 'ask' || (place === 'gates' && look.view.place === null);
}
