import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import { keyName } from './key-name.ts';
import type { Reason } from './scene.ts';
import type { Store } from './store.ts';
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
}

/** The whole screen: draws the store's frame, and hands every key to it. */
export function App({ store, onReady }: Props) {
  const { exit, suspendTerminal } = useApp();
  const { columns, rows } = useWindowSize();
  useEffect(
    () => onReady({ leave: (reason) => exit(reason), lend: (use) => suspendTerminal(use) }),
    [exit, suspendTerminal, onReady],
  );
  useEffect(() => store.resize({ columns, rows }), [store, columns, rows]);
  useInput((input, key) => store.press(keyName(input, key)));
  usePaste((text) => store.paste(text));
  return <Screen frame={useSyncExternalStore(store.subscribe, store.frame)} />;
}
