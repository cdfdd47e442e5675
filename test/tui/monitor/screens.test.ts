import { expect, it } from 'vitest';
import type { PipelineRunId } from '../../../src/domain/pipeline/run-id.ts';
import { listingOf, monitorScreen, monitorSnapshot, releasing } from '../support/monitor.ts';

const shown = (...given: Parameters<typeof monitorScreen>) => `\n${monitorScreen(...given)}\n`;
const OUTPUT = ['> test', '', ' ok 1 - adds', ' ok 2 - subtracts', 'not ok 3 - divides'];

it('x', () => {
  const run = releasing();
  const older = listingOf({ ...run, run_id: 'RELEASE-20261120-090000' as PipelineRunId, state: 'failed', ended_at: run.updated_at });
  const snap = monitorSnapshot([listingOf(run), older, listingOf({...run, run_id: 'SAFE-MERGE-20261119-090000' as PipelineRunId}, null)], run);
  console.log(shown(snap));
  console.log(shown(snap, { view: { place: 'steps' }, output: OUTPUT }));
  console.log(shown(snap, { view: { place: 'steps', step: 'build' }, columns: 60, rows: 20 }));
  console.log(shown(snap, { view: { place: 'timeline', step: 'build' } , theme: {ascii: true}}));
  console.log(shown(snap, { view: { place: 'output', step: 'build' } }));
  console.log(shown(snap, { view: { place: 'steps' }, columns: 140, rows: 40, output: OUTPUT }));
  console.log(shown(snap, { view: { place: 'steps', overlay: {kind:'help', text:'', selected: 2} } }));
  console.log(shown(snap, { view: { place: 'steps'}, theme: {linear: true} }));
  expect(1).toBe(1);
});
