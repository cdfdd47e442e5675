import type { CodeChange } from '../../../domain/code/broken-exports.ts';
import { codeTree } from '../../../domain/code/code-tree.ts';
import { type CodeVersion, filesOf } from '../../../domain/code/code-version.ts';
import type { Graph } from '../../../domain/code/components.ts';
import { readLanguageOf } from '../../../domain/code/languages.ts';
import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';
import { type CodeReader, codeReader } from './code-reader.ts';

/** A version of the code that is read as far as somebody asks. */
export interface ReadableVersion extends CodeVersion {
  /** Reads files, if they are there. Returns why the bounds leave some of them out; null: all have been read. */
  readonly read: (paths: readonly string[]) => Promise<string | null>;
}

/** The code of target and result. */
export interface ReadableChange extends CodeChange {
  readonly before: ReadableVersion;
  readonly after: ReadableVersion;
}

/** Lists the code of the result, and what of the target's differs from it. No file of code is read yet. */
export async function openChange(
  ports: EnginePorts,
  from: Sha,
  to: Sha,
  changed: readonly ChangedPath[],
): Promise<ReadableChange> {
  const old_paths = changed
    .filter(({ path, status }) => status !== 'A' && isNamedLikeCode(path))
    .map(({ path }) => path);
  const [listed, old] = await Promise.all([
    ports.objects.listFiles(to),
    ports.objects.readEntries(from, old_paths),
  ]);
  const after = new Map(listed.filter(isOfInterest).map((file) => [file.path, file]));
  const before = new Map(after);
  for (const { path } of changed) before.delete(path);
  for (const file of old.values()) if (isOfInterest(file)) before.set(file.path, file);
  const reader = codeReader(ports);
  const has_go = changed.some(({ path }) => readLanguageOf(path) === 'go');
  const open = (files: ReadonlyMap<string, TreeEntry>) => openVersion(ports, reader, files, has_go);
  return { before: await open(before), after: await open(after) };
}

async function openVersion(
  { objects }: EnginePorts,
  reader: CodeReader,
  files: ReadonlyMap<string, TreeEntry>,
  has_go: boolean,
): Promise<ReadableVersion> {
  const modules = has_go ? [...files.values()].filter(({ path }) => isGoModule(path)) : [];
  const texts = await objects.readBlobs(modules.map(({ blob }) => blob));
  const go_mods = new Map(modules.map(({ path, blob }) => [path, texts.get(blob) ?? '']));
  return {
    tree: codeTree(files.keys(), go_mods),
    read: (paths) => reader.read(paths.flatMap((path) => files.get(path) ?? [])),
    factsOf: (path) => {
      const file = files.get(path);
      return file === undefined ? null : reader.factsOf(file);
    },
  };
}

/** Only files count: links and submodules hold no code of their own. */
function isOfInterest({ mode, path }: TreeEntry): boolean {
  return mode.startsWith('100') && isNamedLikeCode(path);
}

function isNamedLikeCode(path: string): boolean {
  return readLanguageOf(path) !== null || isGoModule(path);
}

function isGoModule(path: string): boolean {
  return path === 'go.mod' || path.endsWith('/go.mod');
}

/** Reads modules and all that they lead to, layer by layer. Returns the graph of them, or why the bounds do not reach that far. */
export async function graphFrom(
  version: ReadableVersion,
  modules: Iterable<string>,
  next: (module: string, version: CodeVersion) => readonly string[],
): Promise<Graph | string> {
  const graph = new Map<string, readonly string[]>();
  let layer = [...new Set(modules)].filter((module) => filesOf(module, version.tree).length > 0);
  while (layer.length > 0) {
    const because = await version.read(layer.flatMap((module) => filesOf(module, version.tree)));
    if (because !== null) return because;
    for (const module of layer) graph.set(module, next(module, version));
    const following = new Set(layer.flatMap((module) => graph.get(module) ?? []));
    layer = [...following].filter((module) => !graph.has(module));
  }
  return graph;
}
