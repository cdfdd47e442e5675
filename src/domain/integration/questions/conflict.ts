/** A hunk that only the operator may resolve: the options, each with its evidence, and the ways around a resolution. */
import { type Conflict, type Hunk, openHunks } from '../../conflict/conflict.ts';
import type { EventOf } from '../event.ts';
import { withConflict } from '../events/change.ts';
import { canDefer, defer } from '../events/deferring.ts';
import { hold } from '../events/holding.ts';
import { choice, choiceId, type QuestionChoice } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { nextEffort } from '../selectors/next-effort.ts';
import { currentName } from '../selectors/side-names.ts';
import type { IntegrationState } from '../state.ts';
import { type Asking, AT_WORK, PAUSE_HERE, RETURNED } from './asking.ts';

export const conflictQuestion: Asking<'conflict'> = {
  kind: 'conflict',
  also: AT_WORK,
  ask: (state) => {
    const open = firstOpen(state);
    if (open === null) return null;
    const { conflict: met, hunk } = open;
    return {
      id: questionId('conflict', met.id, `${hunk.index}`, `${state.integration_tip?.slice(0, 8)}`),
      kind: 'conflict',
      title: `${met.path}${place(hunk)}: how do ${currentName(state, met, hunk)} and ${met.effort} go together?`,
      facts: [met.message, whatItIs(hunk)].map(said),
      choices: [
        ...hunk.options.map((option) => choice(option.id, option.label, option.pros[0] ?? '', option.risk)),
        ...waysAround(state, met),
      ],
      recommended: hunk.recommended && {
        choice: choiceId(hunk.recommended.option),
        because: hunk.recommended.because,
      },
      effort: met.effort,
      conflict: met.id,
      hunk: hunk.index,
      gate_run: null,
    };
  },
  answer: (state, question, event) => {
    const { effort, conflict: id, hunk } = question;
    if (effort === null || id === null || hunk === null) return state;
    switch (event.choice) {
      case 'edit':
        return { ...state, editing: { conflict: id, file: null, done: false, refused: null } };
      case 'defer':
        return defer(state, effort);
      case 'hold_effort':
        return hold(state, effort, 'PUT_ASIDE', `conflict in ${pathOf(state, id)}`);
      case 'return_to_author':
        return hold(state, effort, 'HANDED_BACK', `conflict in ${pathOf(state, id)}`);
      case 'stop':
        return { ...state, paused: true };
      default:
        // Any other choice is an option of the hunk.
        return resolved(state, id, hunk, event);
    }
  },
  records: (chosen) => chosen !== 'edit' && chosen !== 'stop',
  about: (state, { title, conflict: id, hunk }, chosen) => {
    const hunks = state.conflicts_detected.find((met) => met.id === id)?.hunks ?? [];
    const option = hunks.some(({ options }) => options.some((each) => each.id === chosen));
    if (id === null || hunk === null || !option) return title;
    const whole = hunks[hunk]?.lines === null && state.scope === 'hunk' ? 'file' : state.scope;
    return `${pathOf(state, id)}, ${whole === 'hunk' ? `hunk ${hunk + 1}` : `whole ${whole}`}`;
  },
};

/** Returns the first conflict of the current effort that has a hunk without a choice, with that hunk. */
function firstOpen(state: IntegrationState): { readonly conflict: Conflict; readonly hunk: Hunk } | null {
  if (state.editing !== null) return null;
  const effort = nextEffort(state);
  for (const met of state.conflicts_detected) {
    if (met.effort !== effort?.name || met.resolution_status === 'RESOLVED' || met.edited !== null) continue;
    const hunk = openHunks(met)[0];
    if (hunk !== undefined) return { conflict: met, hunk };
  }
  return null;
}

function waysAround(state: IntegrationState, met: Conflict): readonly QuestionChoice[] {
  const byLines = met.kind === 'content' || met.kind === 'add_add';
  const isText = met.hunks.every(
    ({ lines, texts }) => lines !== null || (byLines && texts.current !== null && texts.incoming !== null),
  );
  return [
    choice(
      'edit',
      'Edit by hand',
      'your editor, with both sides and their base',
      null,
      isText ? null : 'this conflict is not about lines of text',
    ),
    choice(
      'defer',
      `Ask me about ${met.effort} at the end`,
      'the others go first; your choices so far are kept',
      'LOW',
      canDefer(state, met.effort) ? null : 'no other effort can go first',
    ),
    choice('hold_effort', `Hold ${met.effort}`, 'leave it out; x includes it again', 'LOW'),
    choice('return_to_author', `Return ${met.effort} to its author`, RETURNED, 'LOW'),
    PAUSE_HERE,
  ];
}

/** Applies a choice as far as the scope reaches: to this hunk, or to every open hunk of the file or effort that has the same option. */
function resolved(
  state: IntegrationState,
  id: Conflict['id'],
  index: number,
  event: EventOf<'choice_made'>,
): IntegrationState {
  const chosen = { option: event.choice, by: event.by, at: event.at };
  const effort = state.conflicts_detected.find((met) => met.id === id)?.effort;
  let next = state;
  for (const met of state.conflicts_detected) {
    const inScope = met.id === id || (state.scope === 'effort' && met.effort === effort);
    if (!inScope) continue;
    next = withConflict(next, met.id, (old) => ({
      ...old,
      hunks: old.hunks.map((hunk) => {
        const wanted = state.scope === 'hunk' ? hunk.index === index : hunk.choice === null;
        return wanted && hunk.options.some((option) => option.id === event.choice)
          ? { ...hunk, choice: chosen }
          : hunk;
      }),
    }));
  }
  return { ...next, scope: 'hunk' };
}

function pathOf(state: IntegrationState, id: Conflict['id']): string {
  return state.conflicts_detected.find((met) => met.id === id)?.path ?? id;
}

/** Says in one line what kind of conflict it is, and who can know the answer. */
function whatItIs({ class: kind, level, severity }: Hunk): string {
  const grade = `${kind.replaceAll('_', ' ')}, severity ${severity.toLowerCase()}`;
  return level === 'semantic'
    ? `${grade}: only you can know what is meant`
    : `${grade}: see what each side did`;
}

function place(hunk: Hunk): string {
  if (hunk.lines === null) return '';
  const { start, count } = hunk.lines.current;
  if (count <= 1) return ` ${count === 0 ? 'before' : 'at'} line ${start}`;
  return ` lines ${start}-${start + count - 1}`;
}
