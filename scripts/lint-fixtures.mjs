/**
 * Proves the lint rules: every fixture under `test/lint` breaks its rule on just the lines it marks with
 * `breaks`, its twin breaks nothing, and every sentence of the house has been heard at least once.
 *
 * A fixture is a small tree, `test/lint/<plugin>-<rule>/{fails,passes}/src/…`; `test/lint/house` holds what the
 * fixtures import. All trees are laid over each other in one temporary folder with this repository's settings.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { filesUnder } from './lib/files.mjs';
import { ROOT } from './lib/places.mjs';
import { oxlintFindings } from './lib/oxlint.mjs';
import { FLOORS, THEME, WALLS, WORLD } from './lint/house.mjs';
import { stylesheetFindings } from './lint/stylesheets.mjs';

const FIXTURES = join(ROOT, 'test', 'lint');
const SETTINGS = [
  '.oxlintrc.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'src/renderer/tsconfig.json',
  'scripts/lint',
  'scripts/lib',
];
const PLUGINS = ['house', 'typescript', 'import', 'eslint', 'react-hooks', 'react', 'jsx-a11y'];

/** `typescript-no-explicit-any` is what oxlint prints as `typescript(no-explicit-any)`. */
function printedRule(folder) {
  const plugin = PLUGINS.find((name) => folder.startsWith(`${name}-`));
  if (plugin === undefined) throw new Error(`test/lint/${folder}: not the name of a rule`);
  return `${plugin}(${folder.slice(plugin.length + 1)})`;
}

/** The fixture files by the path they get in the temporary tree. */
function fixtures() {
  const all = new Map();
  for (const folder of readdirSync(FIXTURES)) {
    const rule = folder === 'house' ? null : printedRule(folder);
    const trees = rule === null ? [''] : ['fails', 'passes'];
    for (const tree of trees) {
      const top = join(FIXTURES, folder, tree);
      if (!existsSync(top)) throw new Error(`test/lint/${folder}/${tree} is missing`);
      for (const source of filesUnder(top, ['.'])) {
        const path = relative(top, source).split(sep).join('/');
        if (all.has(path)) throw new Error(`two fixtures share the path ${path}`);
        const lines = readFileSync(source, 'utf8').split('\n');
        const marked = lines.flatMap((line, index) =>
          /\bbreaks\b(?: \*\/)?$/.test(line) ? [index + 1] : [],
        );
        all.set(path, { path, source, rule, fails: tree === 'fails', marked });
      }
    }
  }
  return all;
}

/** What is wrong with one fixture, given what lint said of it. */
function fault({ rule, fails, marked }, findings) {
  if (!fails)
    return findings.length === 0
      ? null
      : `must pass, but: ${findings.map(({ line, rule: by, message }) => `line ${line} ${by} ${message}`).join('; ')}`;
  if (marked.length === 0) return 'marks no line with "breaks"';
  const stranger = findings.find((each) => each.rule !== rule);
  if (stranger)
    return `must break ${rule} alone, but line ${stranger.line} breaks ${stranger.rule}: ${stranger.message}`;
  const heard = new Set(findings.map(({ line }) => line));
  const unheard = marked.filter((line) => !heard.has(line));
  if (unheard.length > 0)
    return `must break ${rule} on line ${unheard.join(', ')}, but passes there`;
  const unmarked = [...heard].filter((line) => !marked.includes(line));
  return unmarked.length === 0
    ? null
    : `breaks ${rule} on line ${unmarked.join(', ')} too, where nothing is marked`;
}

function main() {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'deskcheck-lint-')));
  try {
    const all = fixtures();
    for (const place of SETTINGS) cpSync(join(ROOT, place), join(tree, place), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction');
    for (const { path, source } of all.values()) {
      mkdirSync(join(tree, path, '..'), { recursive: true });
      cpSync(source, join(tree, path));
    }
    const findings = [...oxlintFindings(tree, ['src']), ...stylesheetFindings(tree)];
    const faults = [...all.values()].flatMap((fixture) => {
      const said = fault(
        fixture,
        findings.filter(({ file }) => file === fixture.path),
      );
      return said === null ? [] : [`${relative(ROOT, fixture.source)}: ${said}`];
    });
    const heard = new Set(findings.map(({ message }) => message));
    const sentences = [...FLOORS, ...WALLS, WORLD, THEME].map(({ says }) => says);
    const silent = sentences.filter((says) => !heard.has(says));
    faults.push(...silent.map((says) => `no fixture breaks the rule "${says}"`));
    for (const line of faults) console.error(line);
    const broken = [...all.values()].filter(({ fails }) => fails).length;
    console.log(
      `${broken} fixtures that must fail, ${all.size - broken} that must pass, ${faults.length} wrong`,
    );
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

main();
