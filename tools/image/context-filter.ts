/** `.dockerignore`: what of the folder is not sent to the build. The last pattern that fits a path decides. */
interface Rule {
  readonly pattern: RegExp;
  readonly ignored: boolean;
}

/** Tells whether a path, relative to the folder and with slashes, belongs to the build. */
export function contextFilter(dockerignore: string): (path: string) => boolean {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(ruleOf);
  return (path) => {
    // A pattern that fits a folder decides for all that is in it.
    const parts = path.split('/');
    const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    let ignored = false;
    for (const rule of rules) if (paths.some((each) => rule.pattern.test(each))) ({ ignored } = rule);
    return !ignored;
  };
}

function ruleOf(line: string): Rule {
  const ignored = !line.startsWith('!');
  const text = (ignored ? line : line.slice(1)).replace(/^\//, '').replace(/\/$/, '');
  if (/[[\]?\\]/.test(text)) throw new Error(`.dockerignore: "${line}" is a pattern that is not known here.`);
  const source = text
    .replaceAll(/[.+^$(){}|]/g, '\\$&')
    .replaceAll('**/', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(?:.*/)?');
  return { pattern: new RegExp(`^${source}$`), ignored };
}
