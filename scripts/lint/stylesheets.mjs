/** The colour rule for stylesheets, which oxlint does not read. */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { filesUnder } from '../lib/files.mjs';
import { THEME, themeRules } from './house.mjs';

/** Lines of a stylesheet that paint outside the theme; comments and selectors are not paint. */
export function paintedLines(text) {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return bare
    .split('\n')
    .flatMap((line, index) =>
      line.includes(':') && !line.trimEnd().endsWith('{') && THEME.colour.test(line)
        ? [index + 1]
        : [],
    );
}

/** Every breach under `root`, in the shape of `oxlintFindings`. */
export function stylesheetFindings(root) {
  return filesUnder(root, ['src'], (path) => path.endsWith('.css'))
    .map((path) => ({ path, name: relative(root, path).split(sep).join('/') }))
    .filter(({ name }) => themeRules(name))
    .flatMap(({ path, name }) =>
      paintedLines(readFileSync(path, 'utf8')).map((line) => ({
        file: name,
        line,
        rule: 'house(theme)',
        message: THEME.says,
      })),
    );
}
