import { expect, it } from 'vitest';
import { missedVariable } from '../../../src/domain/gate/missed-variable.ts';

const WITHHELD = new Set(['DATABASE_URL', 'API_TOKEN', 'EDITOR']);

it.each([
  ['Error: DATABASE_URL is not set', 'DATABASE_URL'],
  ["KeyError: 'API_TOKEN'", 'API_TOKEN'],
  ['t.sh: 1: DATABASE_URL: parameter not set', 'DATABASE_URL'],
  ['connects to DATABASE_URL', null],
  ['Error: OTHER_URL is not set', null],
  ['the value is required', null],
])('%s', (line, missed) => {
  expect(missedVariable(line, WITHHELD)).toBe(missed);
});
