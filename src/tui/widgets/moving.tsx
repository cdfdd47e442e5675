import Spinner from 'ink-spinner';

/** The one thing of a screen that moves: the step that is running. */
export function Moving() {
  return <Spinner type="dots" />;
}
