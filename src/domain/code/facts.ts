/** What one file of code says about imports and exports. All texts hold one character per byte, as they are read. */

/** One import of a file. */
export interface ImportedModule {
  /** As it is written: `./a.js`, `..tools.text`, `example.org/shop/cart`. */
  readonly specifier: string;
  /** Names that are imported from the module. */
  readonly names: readonly string[];
  /** Names that are used by way of what is imported (`it.name`), where that is a module. */
  readonly members: readonly string[];
  /** Whether the module is loaded as soon as the file is; types and imports inside functions load nothing. */
  readonly loads: boolean;
}

/** What a file imports and exports. */
export interface CodeFacts {
  readonly imports: readonly ImportedModule[];
  readonly exports: ReadonlySet<string>;
  /** Specifiers of modules all of whose names the file exports, too. */
  readonly passes_on: readonly string[];
  /** Whether the file exports more than can be read from its text. */
  readonly is_open: boolean;
}

/** A module that an import leads to, and the names that it takes from there. */
export interface ModuleLink {
  readonly to: string;
  readonly names: readonly string[];
}

/** Returns the text of a name or specifier, which was read as one character per byte. */
export function textOfBytes(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
