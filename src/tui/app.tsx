import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Reason } from './action.ts';
import type { ScreenStore } from './screen-store.ts';
import { keyName } from './terminal/key-name.ts';
import { FrameView } from './widgets/frame-view.tsx';

/** What the running app can do with the terminal. */
export interface Handle {
  /** The only way out of the app. */
  readonly leave: (reason: Reason) => void;
  /** Lends the terminal to another program, and takes it back however the program ends. */
  readonly lend: (use: () => Promise<void>) => Promise<void>;
}

interface Props {
  readonly store: ScreenStore;
  /** Called once with the handle of the running app. */
  readonly onReady: (handle: Handle) => void;
  /** Called after the first frame of a new size, because the terminal may have wrapped or moved what was on the screen. */
  readonly onResized: () => void;
}

/** The whole screen: draws the store's frame, and passes every key to the store. */
export function App({ store, onReady, onResized }: Props) {
  const { exit, suspendTerminal } = useApp();
  const { columns, rows } = useWindowSize();
  useEffect(
    () => onReady({ leave: (reason) => exit(reason), lend: (use) => suspendTerminal(use) }),
    [exit, suspendTerminal, onReady],
  );
  useEffect(() => store.resize({ columns, rows }), [store, columns, rows]);
  useInput((input, key) => store.press(keyName(input, key)));
  usePaste((text) => store.paste(text));
  const frame = useSyncExternalStore(store.subscribe, store.frame);
  const size = `${frame.columns}x${frame.rows}`;
  const last_size = useRef(size);
  useEffect(() => {
    if (last_size.current !== size) onResized();
    last_size.current = size;
  }, [size, onResized]);
  return <FrameView frame={frame} />;
}
