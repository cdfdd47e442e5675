/** Past sessions. */
import type { PastSession } from '../../../src/tui/past-session.ts';
import { sampleInstant, sampleSha } from '../../support/states.ts';

/** Creates three sessions, newest first. */
export function past(): readonly PastSession[] {
  const one = (name: string, over: Partial<PastSession>): PastSession => ({
    id: name as PastSession['id'],
    created_at: sampleInstant(-86_400),
    outcome: 'LANDED',
    because: null,
    target: 'main',
    integration_branch: `integration/${name}`,
    base: sampleSha('base'),
    commit: sampleSha(name),
    merged: 10,
    first_try: 9,
    total: 10,
    conflicts: { met: 6, by_rule: 4, by_you: 1, open: 0, otherwise: 1 },
    answers: 3,
    took_ms: 1_112_000,
    hot: [],
    gates: [],
    report: `/reports/${name}/INTEGRATION_REPORT.md`,
    ...over,
  });
  return [
    one('wave-12', {
      created_at: sampleInstant(-5400),
      merged: 9,
      first_try: 7,
      conflicts: { met: 5, by_rule: 3, by_you: 2, open: 0, otherwise: 0 },
      answers: 4,
      hot: [
        { path: 'src/auth/login.py', conflicts: 4 },
        { path: 'api/types.ts', conflicts: 1 },
      ],
      gates: ['unit_tests: 487 tests passed'],
    }),
    one('wave-11', {}),
    one('wave-10', {
      created_at: sampleInstant(-200_000),
      outcome: 'ROLLED_BACK',
      because: 'the operator rolled back',
      merged: 0,
      first_try: 3,
      total: 8,
      report: null,
    }),
  ];
}
