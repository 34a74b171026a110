import { describe, expect, test } from 'vitest';
import { checkResult, noReport, playwrightResult, total, vitestResult } from './reports.mjs';

const clean = { code: 0, output: '' };
const broken = { code: 1, output: 'Unhandled rejection: boom' };

describe('a check', () => {
  test('passes without a word', () => {
    expect(checkResult({ code: 0, output: 'fine' })).toEqual({ passed: 1, failed: 0, notes: [] });
  });
  test('fails with what it said', () => {
    expect(checkResult(broken)).toMatchObject({ passed: 0, failed: 1, notes: [broken.output] });
  });
  test('that left no report failed, even if it ended well', () => {
    expect(noReport(clean)).toMatchObject({ passed: 0, failed: 1 });
  });
});

const vitestFile = (statuses, more = {}) => ({
  name: 'a.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: statuses.map((status, index) => ({
    status,
    fullName: `test ${index}`,
    failureMessages: status === 'failed' ? ['expected 1 to be 2'] : [],
  })),
  ...more,
});

describe('a vitest report', () => {
  test('is counted test by test, and says what failed and what was skipped', () => {
    const report = {
      testResults: [vitestFile(['passed', 'failed', 'pending']), vitestFile(['passed'])],
    };
    const { passed, failed, notes } = vitestResult(report, broken);
    expect({ passed, failed }).toEqual({ passed: 2, failed: 1 });
    expect(notes.join('\n')).toContain('expected 1 to be 2');
    expect(notes.join('\n')).toContain('SKIPPED a.test.ts > test 2');
  });
  test('a file that could not be loaded is a failure', () => {
    const report = {
      testResults: [vitestFile([], { status: 'failed', message: 'no such module' })],
    };
    expect(vitestResult(report, broken)).toMatchObject({
      failed: 1,
      notes: [expect.stringContaining('no such module')],
    });
  });
  test('an error outside any test is a failure', () => {
    const result = vitestResult({ testResults: [vitestFile(['passed'])] }, broken);
    expect(result).toMatchObject({ passed: 1, failed: 1 });
    expect(result.notes.join('\n')).toContain('boom');
  });
  test('no test at all is a failure', () => {
    expect(vitestResult({ testResults: [] }, clean)).toMatchObject({ passed: 0, failed: 1 });
    expect(vitestResult({ testResults: [vitestFile(['skipped'])] }, clean)).toMatchObject({
      failed: 1,
    });
  });
});

const playwrightTest = (title, status, more = {}) => ({
  title,
  tests: [{ status, annotations: [], results: [{ errors: [] }], ...more }],
});

describe('a Playwright report', () => {
  test('is counted through nested suites', () => {
    const report = {
      errors: [],
      suites: [
        {
          title: 'day.spec.ts',
          specs: [playwrightTest('opens', 'expected')],
          suites: [
            {
              title: 'orders',
              specs: [
                playwrightTest('buys', 'unexpected', {
                  results: [{ errors: [{ message: 'no fill' }] }],
                }),
                playwrightTest('sells', 'flaky'),
                playwrightTest('prints', 'skipped', {
                  annotations: [{ type: 'skip', description: 'no printer' }],
                }),
              ],
            },
          ],
        },
      ],
    };
    const { passed, failed, notes } = playwrightResult(report, broken);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 2 });
    expect(notes.join('\n')).toContain('FAILED day.spec.ts > orders > buys\n    no fill');
    expect(notes).toContain('SKIPPED day.spec.ts > orders > prints: no printer');
  });
  test('an error before any test is a failure', () => {
    const report = { errors: [{ message: 'cannot load' }], suites: [] };
    expect(playwrightResult(report, broken)).toMatchObject({ passed: 0, failed: 1 });
  });
});

test('results add up', () => {
  expect(
    total([
      { passed: 2, failed: 1 },
      { passed: 3, failed: 0 },
    ]),
  ).toEqual({ passed: 5, failed: 1 });
});
