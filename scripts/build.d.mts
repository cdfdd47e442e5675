import type { Metafile } from 'esbuild';

/** Bundles the program into a folder, which is emptied first. Returns what is in each of its files. */
export function buildProgram(outdir: string): Promise<Metafile>;
