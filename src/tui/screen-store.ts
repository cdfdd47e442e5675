import type { Frame, TerminalSize } from './frame/frame.ts';

/** What the app draws and passes keys to, whatever it shows. */
export interface ScreenStore {
  readonly frame: () => Frame;
  readonly subscribe: (listener: () => void) => () => void;
  /** Handles a key by its name in the keymap. */
  readonly press: (key: string) => void;
  /** Handles pasted text, which is never taken for keys. */
  readonly paste: (text: string) => void;
  readonly resize: (size: TerminalSize) => void;
  readonly close: () => void;
}
