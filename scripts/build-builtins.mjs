import { isBuiltin } from 'node:module';

/**
 * Loaded when our sources first call a function of theirs: to load cryptography alone takes a fifth of the time that Node needs to start.
 * Packages do more with them than to call.
 */
const AT_FIRST_CALL = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:timers/promises'];

/**
 * Takes Node's own modules as they are. To import one, Node reads everything that it exports, and with it loads what nobody asked for:
 * streams with `node:fs`, colours and differences with `node:util`. `fileAt` tells the file of a module of ours, so that each file gets its
 * own.
 */
export function builtins(fileAt) {
  return {
    name: 'builtins',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^[a-z]/ }, ({ path, importer, kind }) => {
        if (kind !== 'import-statement' || !isBuiltin(path)) return undefined;
        return { path: `${path}?${fileAt(importer)}`, namespace: 'builtin', sideEffects: false };
      });
      pluginBuild.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
        const [name, file] = path.split('?');
        return { contents: file !== '' && AT_FIRST_CALL.includes(name) ? called(name) : taken(name) };
      });
    },
  };
}

function taken(name) {
  return [
    `const it = /* @__PURE__ */ process.getBuiltinModule('${name}');`,
    ...namesOf(name).map((each) => `export const ${each} = /* @__PURE__ */ (() => it.${each})();`),
    'export default it;',
  ].join('\n');
}

function called(name) {
  const it = `process.getBuiltinModule('${name}')`;
  const isFunction = (each) => typeof process.getBuiltinModule(name)[each] === 'function';
  return namesOf(name)
    .map((each) =>
      isFunction(each)
        ? `export const ${each} = (...given) => ${it}.${each}(...given);`
        : `export const ${each} = /* @__PURE__ */ (() => ${it}.${each})();`,
    )
    .join('\n');
}

function namesOf(name) {
  return Object.keys(process.getBuiltinModule(name)).filter(
    (each) => /^[A-Za-z]\w*$/.test(each) && each !== 'default',
  );
}
