import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readinessResources } from './readiness-resources.ts';

const appRoot = join(import.meta.dirname, '../../..');

test('the application ships the runbook, and every page that the checklist points to', () => {
  const { checklist, runbook } = readinessResources(appRoot);
  const pages = JSON.stringify(checklist).match(/docs\/[a-z0-9/-]+\.md/g) ?? [];
  const needed = [...new Set(['docs/runbook.md', ...pages])];
  const shipped = readFileSync(join(appRoot, 'electron-builder.yml'), 'utf8').split('\n');
  expect(runbook()).toContain('# Runbook');
  expect(needed.filter((page) => !existsSync(join(appRoot, page)))).toEqual([]);
  expect(needed.filter((page) => !shipped.includes(`  - ${page}`))).toEqual([]);
});
