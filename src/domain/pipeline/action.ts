import type { ActionKey } from '../shared/ids.ts';

/** What a run does: it tries a step. */
export interface PipelineAction {
  readonly type: 'run_step';
  readonly step: string;
  /** Counts the tries of the step, from 1. */
  readonly attempt: number;
}

export function stepKey({ step, attempt }: Pick<PipelineAction, 'step' | 'attempt'>): ActionKey {
  return `${step}:${attempt}` as ActionKey;
}
