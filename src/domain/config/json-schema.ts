/** The part of JSON Schema that the configuration's schema uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly [other: string]: unknown;
}

/** A key of the configuration that holds a value and no further keys. */
export interface Leaf {
  readonly path: readonly string[];
  readonly kind: 'text' | 'number' | 'flag' | 'texts';
  readonly nullable: boolean;
}

/** Lists the leaves below a schema that one line of text can set. Lists of mappings are left out. */
export function leavesOf(schema: JsonSchema, path: readonly string[] = []): readonly Leaf[] {
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([key, below]) => leavesOf(below, [...path, key]));
  }
  const types = [schema, ...(schema.anyOf ?? [])].flatMap((one) => one.type ?? []);
  const nullable = types.includes('null');
  if (types.includes('array'))
    return schema.items?.type === 'string' ? [{ path, kind: 'texts', nullable }] : [];
  if (types.includes('string')) return [{ path, kind: 'text', nullable }];
  if (types.includes('boolean')) return [{ path, kind: 'flag', nullable }];
  return types.includes('integer') ? [{ path, kind: 'number', nullable }] : [];
}

/** Lists the keys allowed at a path. Positions in lists may be part of the path. */
export function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  let at: JsonSchema | undefined = schema;
  for (const step of path) {
    const below: JsonSchema | undefined = at?.anyOf?.find((one) => one.properties ?? one.items) ?? at;
    at = typeof step === 'number' ? below?.items : below?.properties?.[String(step)];
  }
  return Object.keys(at?.properties ?? {});
}

/** Returns the schema for editors: with a title, and with the short form of `efforts` that `parseSettings` accepts. */
export function editorSchema(schema: JsonSchema): JsonSchema {
  const efforts = schema.properties?.['efforts'];
  if (efforts === undefined) return schema;
  const { description, default: fallback, ...mapping } = efforts;
  const short = { type: 'array', items: { type: 'string' } };
  const either = {
    ...(description === undefined ? {} : { description }),
    default: fallback,
    anyOf: [mapping, short],
  };
  return { ...schema, title: 'intorch.yaml', properties: { ...schema.properties, efforts: either } };
}
