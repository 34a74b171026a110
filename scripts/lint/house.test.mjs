import { describe, expect, test } from 'vitest';
import { floorFault, nameFault, target } from './house.mjs';
import { paintedLines } from './stylesheets.mjs';

describe('where an import leads', () => {
  test.each([
    ['src/main/risk/collar.ts', '../journal/journal.ts', { path: 'src/main/journal/journal.ts' }],
    ['src/main/risk/collar.ts', './limits.ts', { path: 'src/main/risk/limits.ts' }],
    ['src/main/risk/collar.ts', '#shared/domain/order.ts', { path: 'src/shared/domain/order.ts' }],
    ['src/main/risk/collar.ts', '#resources/limits.json', { path: 'resources/limits.json' }],
    ['src/main/risk/collar.ts', '@stoqey/ib/dist/api.js', { package: '@stoqey/ib' }],
    ['src/main/risk/collar.ts', 'zod', { package: 'zod' }],
    ['src/renderer/main.tsx', './main.css?inline', { path: 'src/renderer/main.css' }],
    ['src/main/risk/collar.ts', 'node:timers/promises', { package: 'node:timers/promises' }],
  ])('%s imports %s', (from, specifier, leads) => {
    expect(target(from, specifier)).toEqual(leads);
  });
});

test('a way round through another folder changes nothing', () => {
  expect(
    floorFault('src/main/risk/collar.ts', '../../main/./risk/../journal/journal.ts'),
  ).not.toBeNull();
});

test('no product file imports a test', () => {
  expect(floorFault('src/main/risk/collar.ts', './collar.test.ts')).not.toBeNull();
});

test.each([
  ['src/main/risk/price-collar.ts', null],
  ['src/main/risk/price-collar.test.ts', null],
  ['src/renderer/ui/PriceCell.tsx', null],
  ['src/renderer/ui/PriceCell.test.tsx', null],
  ['vitest.config.ts', null],
  ['src/main/risk/PriceCollar.ts', 'kebab-case'],
  ['src/main/risk/order-helpers.ts', 'helpers'],
])('the name %s', (path, fault) => {
  expect(String(nameFault(path))).toContain(String(fault));
});

test('paint is found in declarations, not in comments, selectors or ids', () => {
  const text =
    '/* #fff\n */\n#abc {\n  color: #abc;\n  width: 1px;\n}\na:hover {\n  color: var(--edge);\n}';
  expect(paintedLines(text)).toEqual([4]);
});
