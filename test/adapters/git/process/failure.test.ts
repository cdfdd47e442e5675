import { expect, test } from 'vitest';
import { gitFailure } from '../../../../src/adapters/git/process/failure.ts';

const call = {
  args: ['hash-object', '-w'],
  git_dir: '/r/.git',
  exit_code: 128,
  stderr: '',
  timed_out: false,
  failed_to_start: null,
};

test.each([
  ['fatal: something odd\n', 'GIT_FAILED', 'git hash-object failed with exit status 128: something odd'],
  [
    'hint: long\nwarning: x\nerror: the reason\nfatal: and so on\n',
    'GIT_FAILED',
    'git hash-object failed with exit status 128: the reason',
  ],
  ['', 'GIT_FAILED', 'git hash-object failed with exit status 128'],
  [
    'error: unable to create temporary file: No space left on device\nfatal: <stdin>: Unable to add it\n',
    'STATE_UNWRITABLE',
    'Git cannot write in /r/.git: No space left on device',
  ],
  [
    'error: insufficient permission for adding an object to repository database',
    'STATE_UNWRITABLE',
    'Git cannot write in /r/.git: insufficient permission',
  ],
  [
    'error: insufficient permission for adding an object to repository database /r/.git/intorch/objects',
    'STATE_UNWRITABLE',
    'Git cannot write in /r/.git/intorch/objects: insufficient permission',
  ],
  [
    'fatal: reference is not a tree: 0123456789012345678901234567890123456789',
    'OBJECT_MISSING',
    'git hash-object finds an object no longer: reference is not a tree: 0123456789012345678901234567890123456789',
  ],
  [
    'fatal: unable to read tree 0123456789012345678901234567890123456789',
    'OBJECT_MISSING',
    'git hash-object finds an object no longer: unable to read tree 0123456789012345678901234567890123456789',
  ],
] as const)('%j is %s', (stderr, code, message) => {
  expect(gitFailure({ ...call, stderr })).toMatchObject({ code, message });
});

test('a git that is ended for its time, killed, or cannot start says so', () => {
  expect(gitFailure({ ...call, timed_out: true }).message).toBe(
    'git hash-object is not done in time and was ended',
  );
  expect(gitFailure({ ...call, exit_code: null }).message).toBe('git hash-object was killed');
  expect(gitFailure({ ...call, exit_code: null, failed_to_start: 'EACCES' }).message).toBe(
    'git hash-object cannot be started: the rights do not allow it',
  );
  expect(gitFailure({ ...call, exit_code: null, failed_to_start: 'ENOENT' }).code).toBe('GIT_MISSING');
});

test('a repository of another user is refused with the command that git itself proposes', () => {
  const stderr =
    "fatal: detected dubious ownership in repository at '/r'\nTo add an exception for this directory, call:\n\n" +
    '\tgit config --global --add safe.directory /r\n';

  expect(gitFailure({ ...call, stderr })).toMatchObject({
    code: 'NOT_A_REPOSITORY',
    remedy: 'git config --global --add safe.directory /r',
  });
});
