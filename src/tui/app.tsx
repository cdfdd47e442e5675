import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Reason } from './action.ts';
import type { Store } from './store.ts';
import { keyName } from './terminal/key-name.ts';
import { Screen } from './widgets/screen.tsx';

/** What the running app can do with the terminal. */
export interface Handle {
  /** The one exit. */
  readonly leave: (reason: Reason) => void;
  /** Lends the terminal to another program, and takes it back however that ends. */
  readonly lend: (use: () => Promise<void>) => Promise<void>;
}

interface Props {
  readonly store: Store;
  /** Called once with the handle of the running app. */
  readonly onReady: (handle: Handle) => void;
  /** Called when the first frame of another size is there: what is on the screen may have been wrapped or moved by the terminal. */
  readonly onResized: () => void;
}

/** The whole screen: draws the store's frame, and hands every key to it. */
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
  return <Screen frame={frame} />;
}
