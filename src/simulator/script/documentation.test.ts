import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { simulatorFaultSchema } from '#shared/domain/simulator-fault.ts';

import { readyScripts } from '../resource-files.ts';
import { faultUsage } from './fault-grammar.ts';
import { parseFaultScript } from './parse-script.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/simulated-gateway.md'), 'utf8');

describe('the page about the simulated gateway', () => {
  it('lists every fault as it is written', () => {
    const listed = [...text.matchAll(/^\| `(.*?)` \|/gm)].map(([, usage]) =>
      usage?.replaceAll('\\|', '|'),
    );
    const usages = simulatorFaultSchema.options.map(({ shape }) => faultUsage(shape.kind.value));
    expect(listed.filter((usage) => usages.some((each) => each === usage))).toEqual(usages);
  });

  it('shows a script that can be played', () => {
    const example = /### Fault scripts\n\n.*\n\n((?: {4}.*\n)+)/.exec(text)?.[1] ?? '';
    expect(parseFaultScript(example, 'the example')).toMatchObject({ rounds: 3 });
  });

  it('names every script that ships', () => {
    for (const name of readyScripts) expect(text).toContain(`\`${name}\``);
  });
});
