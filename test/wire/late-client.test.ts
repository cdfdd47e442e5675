import { expect, it } from 'vitest';
import type { EngineClient } from '../../src/tui/integration-client.ts';
import { lateClient } from '../../src/wire/late-client.ts';
import { startedState } from '../support/states.ts';
import { fakeEngine, snapshotOf } from '../tui/support/fake-engine.ts';

const later = () => {
  let open: (client: EngineClient) => void = () => {};
  const opening = new Promise<EngineClient>((resolve) => {
    open = resolve;
  });
  return { client: lateClient(opening), open, opening };
};

it('a client for an engine that has not answered says so, and passes nothing on', async () => {
  const { client } = later();
  expect([client.snapshot(), client.connection()]).toEqual([null, 'connecting']);
  expect(await client.send({ type: 'pause' })).toBe('the engine has not answered yet');
});

it('it tells its listeners when the engine answers, and speaks for it from then on', async () => {
  const { client, open, opening } = later();
  const seen: (string | undefined)[] = [];
  client.subscribe(() => seen.push(client.snapshot()?.state.session_id));
  const engine = fakeEngine(snapshotOf(startedState()), false);
  open(engine);
  await opening;
  await client.send({ type: 'pause' });
  expect(seen).toEqual([startedState().session_id]);
  expect(engine.sent).toEqual([{ type: 'pause' }]);
});

it('one that was closed before the answer closes the line that comes late', async () => {
  const { client, open, opening } = later();
  client.close();
  let closed = false;
  open({
    ...fakeEngine(null),
    close: () => {
      closed = true;
    },
  });
  await opening;
  await Promise.resolve();
  expect(closed).toBe(true);
});
