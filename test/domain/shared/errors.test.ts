import { expect, test } from 'vitest';
import { asIntorchError } from '../../../src/domain/shared/errors.ts';

const thrown = (code: string, more: object = {}) => Object.assign(new Error(`${code}: x`), { code, ...more });

test.each([
  [thrown('EACCES', { path: '/s/owner.json' }), 'Cannot use /s/owner.json: the rights do not allow it'],
  [thrown('ENOSPC'), 'Cannot use a file: the disk is full'],
  [thrown('EROFS', { path: '/s/x' }), 'Cannot use /s/x: the file system is read-only'],
  [thrown('EMFILE', { path: 'git' }), 'Cannot use git: too many files are open'],
  [thrown('ENOENT', { path: '/s/x' }), 'Cannot use /s/x: it is not there'],
])('what the machine refuses is no bug: %s', (error, message) => {
  expect(asIntorchError(error)).toMatchObject({ code: 'STATE_UNWRITABLE', message, exit_status: 1 });
});

test.each([new Error('odd'), thrown('ERR_INVALID_ARG_TYPE'), 'odd'])(
  'everything else is one: %s',
  (error) => {
    expect(asIntorchError(error).code).toBe('BUG');
  },
);
