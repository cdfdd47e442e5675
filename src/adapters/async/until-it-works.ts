/**
 * Returns what runs a task that may fail again and again: tells the first failure, and the next one only after it worked in between. It
 * resolves to whether the task worked, and never rejects.
 */
export function untilItWorks(
  tell: (error: unknown) => void,
): (task: () => Promise<unknown>) => Promise<boolean> {
  let is_told = false;
  return async (task) => {
    try {
      await task();
      is_told = false;
      return true;
    } catch (error) {
      if (!is_told) tell(error);
      is_told = true;
      return false;
    }
  };
}
