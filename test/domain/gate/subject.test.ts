import { expect, it } from 'vitest';
import { type GateSubject, runId, sameSubject } from '../../../src/domain/gate/gate.ts';
import type { EffortName, GateName, Sha } from '../../../src/domain/shared/ids.ts';

const NAMES = Array.from({ length: 60 }, (_, index) => `an-effort-with-a-long-name-${index}` as EffortName);
const [first = 'none' as EffortName, ...others] = NAMES;

const SUBJECTS: readonly GateSubject[] = [
  { kind: 'probe', effort: first, with: others },
  { kind: 'group', onto: 'a'.repeat(40) as Sha, efforts: NAMES },
];

it.each(SUBJECTS)('a run on many efforts has a name that a file can have: $kind', (subject) => {
  expect(runId(1, 'test' as GateName, subject).length).toBeLessThan(120);
});

it.each([
  [
    { kind: 'probe', effort: first, with: others },
    { kind: 'probe', effort: first, with: others.slice(1) },
  ],
  [
    { kind: 'group', onto: 'a' as Sha, efforts: NAMES },
    { kind: 'group', onto: 'b' as Sha, efforts: NAMES },
  ],
  [
    { kind: 'group', onto: 'a' as Sha, efforts: ['x', 'y z'] as EffortName[] },
    { kind: 'group', onto: 'a' as Sha, efforts: ['x y', 'z'] as EffortName[] },
  ],
] satisfies [GateSubject, GateSubject][])('no other set of efforts is taken for it: %o', (one, other) => {
  expect(sameSubject(one, other)).toBe(false);
  expect(sameSubject(one, structuredClone(one))).toBe(true);
});
