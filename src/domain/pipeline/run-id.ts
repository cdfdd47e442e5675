import { type Instant, parseSessionId } from '../shared/ids.ts';
import { fileStamp } from '../shared/time.ts';

declare const brand: unique symbol;

/** One run of a pipeline: `PLAN-SAFE-MERGE-20261121-101500`. Also the name of its folder. */
export type PipelineRunId = string & { readonly [brand]: 'PipelineRunId' };

/** Returns a name for a run; `ordinal` tells runs of the same second apart. */
export function newRunId(plan_id: string, at: Instant, ordinal: number): PipelineRunId {
  return `${plan_id}-${fileStamp(at)}${ordinal === 1 ? '' : `-${ordinal}`}` as PipelineRunId;
}

/** Parses the name of a run; null: it cannot be one. */
export function parseRunId(text: string): PipelineRunId | null {
  return parseSessionId(text) as PipelineRunId | null;
}
