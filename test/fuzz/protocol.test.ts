import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../src/domain/integration/command-check.ts';
import { encodeFrame, frameReader } from '../../src/wire/framing.ts';
import { parseRequest } from '../../src/wire/requests.ts';
import { anyText, fuzz, mutant } from './support/inputs.ts';

const REQUESTS = [
  { type: 'hello', protocol: 3 },
  { type: 'command', id: 1, command: { type: 'put_aside', effort: 'two' } },
  { type: 'command', id: 2, command: { type: 'choose_named', question: 'land:1', choice: 'land' } },
  { type: 'stop', now: true },
].map(encodeFrame);

describe('whatever comes over the socket', () => {
  test('is a request that is known, or refused in words', () => {
    const lines = fc.oneof(
      anyText,
      mutant(...REQUESTS),
      fc.json().map((json) => `${json}\n`),
    );
    fuzz(lines, (line) => {
      for (const frame of frameReader().push(Buffer.from(`${line}\n`))) {
        if (frame.kind === 'refused') continue;
        const request = parseRequest(frame.value, parseCommand);
        if ('refused' in request) expect(request.refused).toMatch(/\w/);
        else expect(['hello', 'command', 'stop']).toContain(request.type);
      }
    });
  });
});
