/**
 * Returns what does work that may fail again and again: tells the first failure, and the next one only after it worked in between. It
 * resolves to whether it worked, and never rejects.
 */
export function untilItWorks(
  tell: (error: unknown) => void,
): (work: () => Promise<unknown>) => Promise<boolean> {
  let is_told = false;
  return async (work) => {
    try {
      await work();
      is_told = false;
      return true;
    } catch (error) {
      if (!is_told) tell(error);
      is_told = true;
      return false;
    }
  };
}
