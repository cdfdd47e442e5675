/**
 * Checks whether a glob matches a whole path or branch name: `?` one character, `*` any within one part, `**` any number of parts,
 * `{a,b}` either. Everything else stands for itself.
 */
export function matchesGlob(glob: string, text: string): boolean {
  return compile(glob).test(text);
}

const compiled = new Map<string, RegExp>();

function compile(glob: string): RegExp {
  const known = compiled.get(glob) ?? new RegExp(`^${toPattern(glob)}$`, 's');
  compiled.set(glob, known);
  return known;
}

function toPattern(glob: string): string {
  let pattern = '';
  let alternatives = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const char = glob[at] ?? '';
    if (glob.startsWith('**/', at)) {
      pattern += '(?:[^/]*/)*';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      pattern += '.*';
      at += 1;
    } else if (char === '*') pattern += '[^/]*';
    else if (char === '?') pattern += '[^/]';
    else if (char === '{' && glob.includes('}', at)) {
      alternatives += 1;
      pattern += '(?:';
    } else if (char === '}' && alternatives > 0) {
      alternatives -= 1;
      pattern += ')';
    } else if (char === ',' && alternatives > 0) pattern += '|';
    else pattern += char.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  }
  return pattern;
}
