import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/domain/integration/command-check.ts';
import { parseRequest } from '../../src/wire/requests.ts';

const command = (value: unknown) => parseRequest({ type: 'command', id: 1, command: value }, parseCommand);

describe('requests of a screen', () => {
  it.each([
    { type: 'highlight', question: 'q', choice: 'c' },
    { type: 'choose', question: 'q' },
    { type: 'choose_named', question: 'q', choice: 'c' },
    { type: 'set_scope', scope: 'effort' },
    { type: 'reorder', order: ['b', 'a'] },
    { type: 'exclude', effort: 'a', excluded: true },
    { type: 'plan_again' },
    { type: 'try_option', conflict: 'a#1', hunk: 0, option: 'keep_current' },
    { type: 'edit_done' },
    { type: 'hold_effort', effort: 'a' },
    { type: 'include_again', effort: 'a' },
    { type: 'roll_back', to: null },
    { type: 'roll_back', to: 'a'.repeat(40) },
    { type: 'pause' },
    { type: 'go_on' },
    { type: 'retry' },
  ])('understands $type', (asked) => {
    expect(command(asked)).toEqual({ type: 'command', id: 1, command: asked });
  });

  it('keeps nothing that it does not know', () => {
    expect(command({ type: 'pause', extra: 'x', __proto__: { type: 'stop' } })).toEqual({
      type: 'command',
      id: 1,
      command: { type: 'pause' },
    });
  });

  it.each([
    [null, 'this is no request'],
    [[], 'this is no request'],
    ['hello', 'this is no request'],
    [{}, 'this is no request'],
    [{ type: 'toString' }, 'the request "toString" is not known here'],
    [{ type: 'hello' }, 'the request "hello" has no usable "protocol"'],
    [{ type: 'hello', protocol: 4, key: 1 }, 'the request "hello" has no usable "key"'],
    [
      { type: 'hello', protocol: 4, client: { program: 'tui\x1b', pid: 1, terminal: null } },
      'the request "hello" has no usable "client"',
    ],
    [
      { type: 'hello', protocol: 4, client: { program: 'tui', pid: 1, terminal: '/etc/x' } },
      'the request "hello" has no usable "client"',
    ],
    [{ type: 'stop', now: 'yes' }, 'the request "stop" has no usable "now"'],
    [{ type: 'command', id: -1, command: { type: 'pause' } }, 'the request "command" has no usable "id"'],
    [{ type: 'command', id: 1, command: 'pause' }, 'the request "command" has no usable "command"'],
    [{ type: 'command', id: 1, command: {} }, 'this is no command'],
    [
      { type: 'command', id: 1, command: { type: 'format_disk' } },
      'the command "format_disk" is not known here',
    ],
  ])('refuses %j in words', (message, refused) => {
    expect(parseRequest(message, parseCommand)).toEqual({ refused });
  });

  it.each([
    [{ type: 'choose', question: 'x'.repeat(4097) }, 'question'],
    [{ type: 'set_scope', scope: 'everything' }, 'scope'],
    [{ type: 'reorder', order: ['a', 1] }, 'order'],
    [{ type: 'try_option', conflict: 'a#1', hunk: 0.5, option: 'x' }, 'hunk'],
    [{ type: 'roll_back', to: '--hard' }, 'to'],
  ])('refuses a field that is out of bounds: %#', (asked, field) => {
    expect(command(asked)).toEqual({ refused: `the command "${asked.type}" has no usable "${field}"` });
  });
});
