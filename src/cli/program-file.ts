import { fileURLToPath } from 'node:url';

/** Returns the path of the running program. `bin/intorch.js` is one folder up from the bundle's entry. */
export function programFile(): string {
  return fileURLToPath(new URL('../bin/intorch.js', import.meta.url));
}
