/**
 * Reading what the test runners report, in one shape.
 * @typedef {{ passed: number, failed: number, notes: string[] }} Result
 * `notes` are printed: what failed and how, and what was skipped and why.
 */
import { stripVTControlCharacters } from 'node:util';

/** A step that is one check: it passed or it did not. @returns {Result} */
export function checkResult({ code, output }) {
  return code === 0
    ? { passed: 1, failed: 0, notes: [] }
    : { passed: 0, failed: 1, notes: [output.trim()] };
}

/** A runner that left no report failed, whatever it says. @returns {Result} */
export function noReport({ output }) {
  return {
    passed: 0,
    failed: 1,
    notes: ['The test runner ended without a report.', output.trim()],
  };
}

/** @param {any} report of vitest's json reporter @param {{ code: number, output: string }} run @returns {Result} */
export function vitestResult(report, run) {
  const notes = [];
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    if (
      file.status === 'failed' &&
      file.assertionResults.every(({ status }) => status !== 'failed')
    ) {
      failed += 1;
      notes.push(`FAILED ${file.name}\n${indented(file.message || 'the file could not be run')}`);
    }
    for (const test of file.assertionResults) {
      const name = `${file.name} > ${test.fullName.trim()}`;
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') {
        failed += 1;
        notes.push(`FAILED ${name}\n${indented(test.failureMessages.join('\n'))}`);
      } else
        notes.push(`SKIPPED ${name}: ${test.meta?.reason ?? `no reason given (${test.status})`}`);
    }
  }
  return closed({ passed, failed, notes }, run);
}

/** @param {any} report of Playwright's json reporter @param {{ code: number, output: string }} run @returns {Result} */
export function playwrightResult(report, run) {
  const notes = report.errors.map(
    ({ message, stack }) => `FAILED ${stripVTControlCharacters(stack ?? message)}`,
  );
  let passed = 0;
  let failed = notes.length;
  for (const { path, spec } of report.suites.flatMap((suite) => specsOf(suite, []))) {
    for (const test of spec.tests) {
      const name = [...path, spec.title].join(' > ');
      if (test.status === 'expected') passed += 1;
      else if (test.status === 'skipped') {
        const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
        notes.push(`SKIPPED ${name}: ${reason?.description ?? 'no reason given'}`);
      } else {
        // Passing at a second try counts as failing: the first person to run it would have seen it fail.
        failed += 1;
        const errors = test.results.flatMap(({ errors: each }) =>
          each.map(({ message }) => message ?? ''),
        );
        notes.push(`FAILED ${name}\n${indented(errors.join('\n'))}`);
      }
    }
  }
  return closed({ passed, failed, notes }, run);
}

function specsOf(suite, path) {
  const here = [...path, suite.title];
  return [
    ...(suite.specs ?? []).map((spec) => ({ path: here, spec })),
    ...(suite.suites ?? []).flatMap((each) => specsOf(each, here)),
  ];
}

/** A run that failed with no failing test, or ran no test, has failed all the same. */
function closed(result, { code, output }) {
  if (result.failed > 0) return result;
  if (code !== 0)
    return {
      ...result,
      failed: 1,
      notes: [...result.notes, 'FAILED outside any test', output.trim()],
    };
  if (result.passed > 0) return result;
  return { ...result, failed: 1, notes: [...result.notes, 'FAILED no test was run'] };
}

const indented = (text) =>
  stripVTControlCharacters(text)
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/** @param {readonly Result[]} results */
export function total(results) {
  const sum = (name) => results.reduce((all, result) => all + result[name], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}
