/** Bundles the program into a folder, which is emptied first. */
export function buildProgram(outdir: string): Promise<void>;
