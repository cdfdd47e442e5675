import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../src/tui/app.tsx';
import type { Frame, OptionsBlock } from '../../src/tui/frame/frame.ts';
import { line, span } from '../../src/tui/frame/line.ts';
import { moving } from '../../src/tui/frame/theme.ts';
import { createScreenStore, type IntegrationStore } from '../../src/tui/store.ts';
import { Choices } from '../../src/tui/widgets/choices.tsx';
import { FrameView } from '../../src/tui/widgets/frame-view.tsx';
import { Rows } from '../../src/tui/widgets/rows.tsx';
import { settled } from './support/driver.ts';
import { type FakeEngine, fakeEngine, snapshotOf } from './support/fake-engine.ts';
import { deciding, TEXTS } from './support/moments.ts';

afterEach(cleanup);

const list = (selected: number, ...ids: readonly string[]): OptionsBlock => ({
  kind: 'options',
  items: ids.map((id) => ({ id, line: line(`Take ${id}`) })),
  selected,
});

describe('a list of choices', () => {
  it('marks the one under the cursor', () => {
    const { lastFrame } = render(<Choices block={list(1, 'ours', 'theirs')} />);
    expect(lastFrame()).toBe('  Take ours\n> Take theirs');
  });

  it('follows the cursor, and forgets where it was when the choices change', () => {
    const { lastFrame, rerender } = render(<Choices block={list(2, 'a', 'b', 'c')} />);
    rerender(<Choices block={list(0, 'a', 'b', 'c')} />);
    expect(lastFrame()).toBe('> Take a\n  Take b\n  Take c');
    rerender(<Choices block={list(1, 'd', 'e')} />);
    expect(lastFrame()).toBe('  Take d\n> Take e');
  });

  it('takes no keys of its own: the state has the cursor', async () => {
    const { lastFrame, stdin } = render(<Choices block={list(0, 'a', 'b')} />);
    stdin.write('\x1b[B');
    stdin.write('\r');
    await settled();
    expect(lastFrame()).toBe('> Take a\n  Take b');
  });
});

describe('rows', () => {
  it('take one row each, the empty ones too', () => {
    const { lastFrame } = render(<Rows rows={[line('one'), line(), line('', span('three'))]} />);
    expect(lastFrame()).toBe('one\n\nthree');
  });

  it('show what runs as the one thing that moves', () => {
    const { lastFrame } = render(<Rows rows={[moving('testing')]} />);
    expect(lastFrame()).toMatch(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] testing$/);
  });
});

describe('a frame', () => {
  it('is as high as it says, with columns side by side', () => {
    const frame: Frame = {
      columns: 12,
      rows: 4,
      blocks: [
        { kind: 'rows', rows: [line('head')] },
        {
          kind: 'columns',
          height: 2,
          columns: [
            { width: 6, blocks: [{ kind: 'rows', rows: [line('left')] }] },
            { width: 6, blocks: [{ kind: 'rows', rows: [line('right'), line('below')] }] },
          ],
        },
        { kind: 'rows', rows: [line('foot')] },
      ],
    };
    const { lastFrame } = render(<FrameView frame={frame} />);
    expect(lastFrame()).toBe('head\nleft  right\n      below\nfoot');
  });
});

describe('the app', () => {
  let store: IntegrationStore | null = null;
  afterEach(() => store?.close());

  function started(engine: FakeEngine): IntegrationStore {
    const host = {
      copy: () => {},
      edit: () => Promise.resolve(),
      shell: () => Promise.resolve(),
      read: () => Promise.resolve(),
      history: () => Promise.resolve([]),
      stream: () => Promise.resolve('back' as const),
      suspend: () => Promise.resolve(),
      leave: () => {},
      dropTypedAhead: () => {},
      now_ms: () => 0,
    };
    store = createScreenStore({
      client: engine,
      theme: { ascii: false, color: false, motion: false, linear: false },
      size: { columns: 100, rows: 24 },
      guard_ms: 0,
      host,
    });
    return store;
  }

  it('draws what the engine says, and again when it says something new', async () => {
    const engine = fakeEngine(null);
    const { lastFrame } = render(<App store={started(engine)} onReady={() => {}} onResized={() => {}} />);
    await settled();
    expect(lastFrame()).not.toContain('decide');
    engine.show(snapshotOf(deciding(), { texts: TEXTS }));
    await settled();
    expect(lastFrame()).toContain('> Keep both: current, then auth');
  });

  it('hands keys to the store, which asks the engine', async () => {
    const engine = fakeEngine(snapshotOf(deciding(), { texts: TEXTS }));
    const { lastFrame, stdin } = render(
      <App store={started(engine)} onReady={() => {}} onResized={() => {}} />,
    );
    await settled();
    stdin.write('\x1b[B');
    await settled();
    expect(lastFrame()).toContain('> Keep current only');
    expect(engine.sent).toMatchObject([{ type: 'highlight', choice: 'keep_current' }]);
  });
});
