import { expect, it } from 'vitest';
import { isBenchmark, isSecurityGate } from '../../../src/domain/gate/purpose.ts';
import { sampleGate } from '../../support/states.ts';

it.each([
  ['security', 'exit 0', true],
  ['audit', 'exit 0', true],
  ['scan', 'npm audit --omit=dev', true],
  ['lint', 'bandit -r src', true],
  ['unit', 'npm test', false],
  ['bandits', 'node --test', false],
])('%s with "%s" looks for vulnerabilities: %s', (name, command, is) => {
  expect(isSecurityGate(sampleGate(name, { command }))).toBe(is);
});

it.each([
  ['performance', true],
  ['bench', true],
  ['unit', false],
])('%s measures speed: %s', (name, is) => {
  expect(isBenchmark(sampleGate(name))).toBe(is);
});
