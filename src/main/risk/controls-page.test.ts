import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { limitNames, limitScopeKinds, limitsSchema } from '#shared/domain/limits.ts';

import { controls } from './chain.ts';

const file = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const page = file('docs/controls.md');
const shipped = limitsSchema.parse(JSON.parse(file('resources/limits/default.json')));

/** The cells of the table under a heading of the page, without its head. */
function tableUnder(heading: string): string[][] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const code = (name: string): string => `\`${name}\``;

describe('the page of the controls', () => {
  it('tells of every control what the program does', () => {
    const told = tableUnder('Every control').map(([control, , ...rest]) => [control, ...rest]);
    expect(told).toEqual(
      controls.map(({ id, title, limits, unit, hard, source }) => [
        `${code(id)} ${title}`,
        limits.map(code).join(', ') || '–',
        unit ?? '–',
        hard ? 'hard' : 'soft',
        source,
      ]),
    );
  });

  it.each(tableUnder('Every control'))(
    'says in a sentence what %s compares',
    (_control, compares) => {
      expect(compares).toMatch(/^[A-Z].{20,}\.$/);
    },
  );

  it('tells of every limit what the program ships', () => {
    expect(tableUnder('Every limit')).toEqual(
      limitNames.map((name) => [
        code(name),
        shipped[name].unit,
        String(shipped[name].value),
        limitScopeKinds[name].join(', '),
      ]),
    );
  });

  it('leaves no limit without a control or a monitor that reads it', () => {
    const compared = new Set(controls.flatMap(({ limits }) => limits));
    expect(limitNames.filter((name) => !compared.has(name))).toEqual([]);
  });
});
