/** What a line takes for itself that only one can have: a port, a route, a key, the value of an enumeration. */
import { isTestFile } from '../code/test-files.ts';
import { isData, languageOf } from '../conflict/facts/file-nature.ts';
import { type Claim, isTelling } from './claim.ts';

const LONGEST_LINE = 400;

const PORTS: readonly RegExp[] = [
  /(?:(?<![A-Za-z])port|(?<=[a-z])Port|(?<![A-Za-z])PORT)(?![A-Za-z])["']?(?:\s*(?::|:?=|\|\||\?\?)\s*|\s+|\()["']?(\d{4,5})\b/,
  /\.listen\(\s*(\d{4,5})\b/,
  /^\s*EXPOSE\s+(\d{2,5})\b/,
  /^\s*-\s*["']?(\d{2,5}):\d{2,5}(?:\/\w+)?["']?\s*$/,
  /\b(?:ListenAndServe|Run|bind)\(\s*["'][^"']*:(\d{4,5})["']/,
];
/** What every line with a port has. */
const A_PORT = /\d\d/;
const ROUTES: readonly RegExp[] = [
  /\b(?:app|router|routes?|api|server|fastify|mux|blueprint|bp|group|r|g|e)(?:::|\.)(get|post|put|patch|delete|head|options|all|any|route|handle|handlefunc)\(\s*(["'`]\/[^"'`\s]+["'`])/i,
  /^\s*@(?:\w+\.)?(get|post|put|patch|delete|route)\(\s*(["']\/[^"']+["'])/i,
  /@(get|post|put|patch|delete|request)mapping\(\s*(?:(?:value|path)\s*=\s*)?("[^"]+")/i,
  /^\s*(path|re_path)\(\s*r?(["'][^"']+["'])\s*,/,
];
const QUOTED = /["'`]/;
/** `"key": value`, `key: value`, `key = value`. */
const KEYS: Readonly<Record<string, RegExp>> = {
  json: /^\s*"((?:[^"\\]|\\.)+)"\s*:/,
  yaml: /^\s*["']?([\w.@/-]+)["']?\s*:(?:\s|$)/,
  toml: /^\s*["']?([\w.-]+)["']?\s*=/,
  ini: /^\s*(?:export\s+)?([\w.-]+)\s*[=:]/,
};
const ENVIRONMENT = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;
const MEMBER = /^\s+([A-Z]\w*)\s*=\s*(?:(0x[\da-fA-F]+|\d{1,6})|["'][^"']*["'])\s*,\s*(?:\/[/*].*)?$/;
const PYTHON_MEMBER = /^\s+([A-Z][A-Z0-9_]*)\s*=\s*(?:(0x[\da-fA-F]+|\d{1,6})|["'][^"']*["'])\s*(?:#.*)?$/;
const FIELD =
  /^\s*(?:(?:repeated|optional|required)\s+)?(?:[\w.]+(?:<[^>]*>)?\s+)?(\w+)\s*=\s*(\d{1,6})\s*(?:\[[^\]]*\]\s*)?;/;
/** What everything begins with is nobody's. */
const LEAST_VALUE = 2;

/** Returns how lines of a file are read: the claims of each. Tests and texts claim nothing. */
export function valueReader(path: string): (line: string) => readonly Claim[] {
  const language = languageOf(path);
  if (isTestFile(path) || language === 'prose') return () => [];
  const is_data = isData(path);
  const keys = ENVIRONMENT.test(path) ? KEYS['ini'] : KEYS[language];
  const is_fields = path.endsWith('.proto');
  const members = is_fields ? FIELD : language === 'python' ? PYTHON_MEMBER : MEMBER;
  return (line) => {
    if (line.length > LONGEST_LINE) return [];
    if (is_data) return [...portsIn(path, line), ...keysIn(path, line, keys)];
    return [
      ...portsIn(path, line),
      ...routesIn(path, line),
      ...keysIn(path, line, keys),
      ...membersIn(path, line, members, is_fields),
    ];
  };
}

function portsIn(path: string, line: string): readonly Claim[] {
  if (!A_PORT.test(line)) return [];
  const port = PORTS.flatMap((pattern) => pattern.exec(line)?.[1] ?? []).at(0);
  if (port === undefined || Number(port) > 65_535) return [];
  return [claim('port', [port], `port ${port}`, path, line, { word: port, within: '' })];
}

function routesIn(path: string, line: string): readonly Claim[] {
  if (!QUOTED.test(line)) return [];
  for (const pattern of ROUTES) {
    const [, verb, quoted] = pattern.exec(line) ?? [];
    if (verb === undefined || quoted === undefined) continue;
    const route = quoted.slice(1, -1);
    const method = /^(?:get|post|put|patch|delete|head|options)$/i.test(verb) ? `${verb.toUpperCase()} ` : '';
    return [
      claim('route', [method, route], `route ${method}${route}`, path, line, { word: quoted, within: '' }),
    ];
  }
  return [];
}

function keysIn(path: string, line: string, pattern: RegExp | undefined): readonly Claim[] {
  const key = pattern?.exec(line)?.[1];
  return key !== undefined && isTelling(key) ? [keyClaim(path, key, line)] : [];
}

/** A field of a message is known by its number, any other member by its name as well. */
function membersIn(path: string, line: string, pattern: RegExp, is_fields: boolean): readonly Claim[] {
  const [, name, value] = pattern.exec(line) ?? [];
  if (name === undefined) return [];
  const member = is_fields ? [] : [keyClaim(path, name, line)];
  if (value === undefined || Number(value) < LEAST_VALUE) return member;
  return [...member, claim('value', [path, String(Number(value))], `value ${value}`, path, name, null)];
}

function keyClaim(path: string, key: string, line: string): Claim {
  return claim('key', [path, key], key, path, line, { word: key, within: path });
}

function claim(
  kind: Claim['kind'],
  key: readonly string[],
  what: string,
  path: string,
  text: string,
  unless_known: Claim['unless_known'],
): Claim {
  return { kind, key: [kind, ...key].join('\0'), what, path, text: text.trim(), unless_known };
}
