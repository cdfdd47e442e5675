import type { ClientFacts } from '../shared/client.ts';
import type { ChoiceId, Instant, QuestionId } from '../shared/ids.ts';
import type { Refusal } from '../shared/machine.ts';
import { landingDoubts } from './assessment/landing.ts';
import type { Command } from './command.ts';
import type { Event, EventOf, UnstampedEvent } from './event.ts';
import { highlightedChoice, openQuestion, shownQuestion } from './open-question.ts';
import { offeredChoice, type Question } from './question.ts';
import type { DecidedBy, QuestionKind } from './question-id.ts';
import { excludeRefusal, holdRefusal, includeAgainRefusal, orderRefusal, rollbackRefusal } from './rules.ts';
import { proofRefusal } from './selectors/guard/proofs.ts';
import type { IntegrationState } from './state.ts';

/** Decides which event a command leads to, or why it is refused. */
export function decide(
  state: IntegrationState,
  command: Command,
  at: Instant,
  client: ClientFacts | null = null,
  by: DecidedBy = 'operator',
): Event | Refusal {
  const from = client === null ? {} : { client };
  const allowed = (refused: string | null, event: UnstampedEvent): Event | Refusal =>
    refused === null ? { ...event, at } : { refused };
  const question = shownQuestion(state);
  switch (command.type) {
    case 'highlight': {
      const choice = question?.choices.find((offered) => offered.id === command.choice);
      if (question?.id !== command.question || choice === undefined)
        return { refused: 'that question is answered already' };
      return { type: 'highlight_moved', question: question.id, choice: choice.id, at };
    }
    case 'choose':
      return chosen(question, command.question, question && highlightedChoice(state, question), {
        at,
        by,
        ...from,
      });
    case 'choose_named':
      return chosen(question, command.question, command.choice, { at, by, ...from });
    case 'set_scope':
      return allowed(question?.kind === 'conflict' ? null : 'only a conflict has a scope', {
        type: 'scope_changed',
        scope: command.scope,
      });
    case 'reorder':
      return allowed(orderRefusal(state, command.order), { type: 'efforts_reordered', order: command.order });
    case 'exclude': {
      const { effort, excluded } = command;
      return allowed(excludeRefusal(state, effort), { type: 'effort_excluded', effort, excluded });
    }
    case 'plan_again':
      return allowed(state.stage === 'READY' ? null : 'the plan is made again before the start only', {
        type: 'plan_requested',
      });
    case 'try_option': {
      const { conflict, hunk, option } = command;
      const found = state.conflicts_detected
        .find(({ id }) => id === conflict)
        ?.hunks[hunk]?.options.some(({ id }) => id === option);
      const refused =
        state.settings.gates.length === 0
          ? 'no gate is configured'
          : found
            ? null
            : 'there is no such option';
      return allowed(refused, { type: 'trial_requested', conflict, hunk, option });
    }
    case 'prove_tests':
      return allowed(proofRefusal(state, command.effort), {
        type: 'proof_requested',
        effort: command.effort,
      });
    case 'edit_done':
      return allowed(state.editing?.file ? null : 'no file is being edited', { type: 'edit_done' });
    case 'hold_effort':
      return allowed(holdRefusal(state, command.effort), {
        type: 'effort_held',
        effort: command.effort,
        because: `held by the ${by}`,
        ...from,
      });
    case 'include_again':
      return allowed(includeAgainRefusal(state, command.effort), {
        type: 'effort_included_again',
        effort: command.effort,
        ...from,
      });
    case 'roll_back': {
      const to = command.to ?? state.target_base;
      const refused = rollbackRefusal(state, command.to) ?? (to === null ? 'nothing was merged yet' : null);
      if (to === null || refused !== null) return { refused: refused ?? 'nothing was merged yet' };
      const before = state.restore_points.findLast((point) => point.commit === to)?.before ?? 'start';
      return { type: 'rollback_asked', to, before, at };
    }
    case 'pause':
      return allowed(state.stage === 'FINISHED' ? 'the integration is finished' : null, { type: 'paused' });
    case 'go_on':
      return allowed(state.paused ? null : 'it is not paused', { type: 'went_on' });
    case 'retry':
      return allowed(state.trouble === null ? 'nothing failed' : null, { type: 'retry_requested' });
  }
}

function chosen(
  question: Question | null,
  id: string,
  choice: string | null,
  decided: Pick<EventOf<'choice_made'>, 'at' | 'by' | 'client'>,
): Event | Refusal {
  if (question === null || choice === null) return { refused: 'there is no open question' };
  const offered = offeredChoice(question, id, choice);
  if ('refused' in offered) return offered;
  return { type: 'choice_made', question: question.id, choice: offered.id, ...decided };
}

/**
 * Returns the choice of an unattended run: the recommended one. Where nothing supports one, or the conflict is semantic (rule 3), the
 * effort is held, never guessed. What may land lands, unless something has to be accepted first. Null: a person is needed.
 */
export function unattendedChoice(
  state: IntegrationState,
): { readonly question: QuestionId; readonly choice: ChoiceId } | null {
  const question = openQuestion(state);
  if (question === null || FOR_A_PERSON.includes(question.kind) || isInDoubt(state, question)) return null;
  if (question.kind === 'land' && landingDoubts(state).length > 0) return null;
  const otherwise = question.kind === 'land' ? 'land' : 'hold_effort';
  const wanted = (needsOperator(state, question) ? null : question.recommended?.choice) ?? otherwise;
  const open = question.choices.find((choice) => choice.id === wanted && choice.disabled === null);
  return open === undefined ? null : { question: question.id, choice: open.id };
}

const FOR_A_PERSON: readonly QuestionKind[] = ['letter', 'trouble', 'foreign_commits', 'gate_cut_off'];

/** Only a person knows whether a change around a gate was their own. */
function isInDoubt({ gate_runs }: IntegrationState, { gate_run }: Question): boolean {
  return gate_runs.some(({ id, in_doubt }) => id === gate_run && in_doubt);
}

function needsOperator(state: IntegrationState, { conflict, hunk }: Question): boolean {
  const met = state.conflicts_detected.find(({ id }) => id === conflict);
  return hunk !== null && met?.hunks[hunk]?.level === 'semantic';
}
