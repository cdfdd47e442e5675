/** Changes the plan before it starts. */
import { costOf } from '../../domain/integration/order/order.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { EffortName } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { type KeyAction, type Scene, type Step, say, send, view } from '../action.ts';
import { type Look, selectedEffort } from '../screen-input.ts';
import { ORDERINGS, ordered } from './ordering.ts';

const notReady = ({ look }: Scene): string | null =>
  look.snapshot.state.stage === 'READY' ? null : 'The plan can be changed until it starts';

const noEffort = (scene: Scene): string | null =>
  notReady(scene) ?? (selectedEffort(scene.look) === null ? 'No effort is selected' : null);

export const start: KeyAction = {
  off: ({ look }) => {
    if (look.question?.kind !== 'start') return 'There is no plan to start';
    return look.question.choices.find((choice) => choice.id === 'start')?.disabled ?? null;
  },
  run: ({ look }) => {
    const { question } = look;
    if (question === null) return [];
    if (look.view.answered === question.id) return say('Started already', 'plain');
    return [
      send({ type: 'choose_named', question: question.id, choice: 'start' }),
      view({ type: 'answered', question: question.id }),
    ];
  },
};

export const exclude: KeyAction = {
  off: noEffort,
  run: ({ look }) => {
    const effort = selectedEffort(look);
    if (effort === null) return [];
    return [send({ type: 'exclude', effort: effort.name, excluded: !effort.excluded })];
  },
};

export const plan_again: KeyAction = {
  off: notReady,
  run: () => [send({ type: 'plan_again' }), ...say('Reading the branches again', 'plain')],
};

/** Switches to the next ordering that differs from the current order. */
export const order_by: KeyAction = {
  off: notReady,
  run: ({ look }) => {
    const efforts = look.snapshot.state.efforts_included;
    const names = efforts.map((effort) => effort.name);
    const at = ORDERINGS.findIndex((each) => String(ordered(efforts, each)) === String(names));
    const next = ORDERINGS[(at + 1) % ORDERINGS.length];
    if (next === undefined) return [];
    const order = ordered(efforts, next);
    return [
      send({ type: 'reorder', order }),
      ...say(`${next.name}: ${costWords(look, names, order)}; r: cheapest order`, 'plain'),
    ];
  },
};

export const earlier: KeyAction = { off: noEffort, run: ({ look }) => reordered(look, -1) };
export const later: KeyAction = { off: noEffort, run: ({ look }) => reordered(look, 1) };

function reordered(look: Look, by: 1 | -1): readonly Step[] {
  const { state } = look.snapshot;
  const names = state.efforts_included.map((effort) => effort.name);
  const effort = selectedEffort(look);
  const from = effort === null ? -1 : names.indexOf(effort.name);
  const other = names[from + by];
  if (effort === null || other === undefined)
    return say(by < 0 ? 'It is the first already' : 'It is the last already');
  const order = names.map((name) => (name === effort.name ? other : name === other ? effort.name : name));
  return [
    view({ type: 'selected', effort: effort.name }),
    send({ type: 'reorder', order }),
    ...say(costWords(look, names, order), 'plain'),
  ];
}

function costWords(look: Look, before: readonly EffortName[], after: readonly EffortName[]): string {
  const { state } = look.snapshot;
  const part = new Set(participants(state).map((effort) => effort.name));
  const cost = (order: readonly EffortName[]) =>
    costOf(
      order.filter((name) => part.has(name)),
      {
        with_target: state.forecast?.with_target.map((each) => each.effort) ?? [],
        pairs: state.forecast?.pairs ?? [],
      },
    );
  const [was, is] = [cost(before), cost(after)];
  return `${counted(is, 'decision')} (${was === is ? 'as before' : `was ${was}`})`;
}
