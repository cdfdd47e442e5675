/** How an integration is read from rows that were checked when they were written. Nothing here loads a schema. */
import type { RowReader } from '../../shared/codec.ts';
import type { Event } from '../event.ts';
import { progressWords } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { decodeEvent } from './event-schema.ts';
import { type FlatState, stateOfFlat } from './flat-state.ts';
import { STATE_SHAPE } from './shape.ts';

export const integrationRows: RowReader<IntegrationState, Event> = {
  kind: 'integration',
  parts: ['forecast', 'baseline_tests'],
  shape: STATE_SHAPE,
  restore: (fields) => stateOfFlat(fields as unknown as FlatState),
  decodeEvent,
  sessionOf: (state) => state.session_id,
  summaryOf: (state) => {
    const stage = state.end === null ? state.stage : `${state.stage} ${state.end.outcome}`;
    return {
      created_at: state.created_at,
      summary: `${stage}, ${progressWords(state)}`,
      finished: state.stage === 'FINISHED',
    };
  },
};
