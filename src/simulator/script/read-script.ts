import { readFileSync } from 'node:fs';

import type { ListedInstrument } from '../market/catalogue.ts';
import { readResource, readyScripts } from '../resource-files.ts';
import { FaultScriptError, type FaultScript } from './fault-script.ts';
import { parseFaultScript } from './parse-script.ts';

/**
 * Reads a script of one's own, or one that ships by its name. Throws {@link FaultScriptError} with a sentence for each
 * thing that is wrong.
 *
 * @param name a file, or a name such as rough-morning
 * @param instruments those a script may name
 */
export function readFaultScript(
  name: string,
  instruments: readonly ListedInstrument[],
): FaultScript {
  const script = parseFaultScript(textOf(name), name);
  const listed = new Set(instruments.map(({ localSymbol }) => localSymbol));
  const mistakes = script.lines.flatMap(({ line, fault }) =>
    'symbol' in fault && !listed.has(fault.symbol)
      ? [
          {
            line,
            sentence: `There is no instrument ${fault.symbol}. Name one of the catalogue, such as SPY.`,
          },
        ]
      : [],
  );
  if (mistakes.length > 0) throw new FaultScriptError(name, mistakes);
  return script;
}

function textOf(name: string): string {
  const ready = readyScripts.find((each) => each === name);
  if (ready !== undefined) return readResource(`scripts/${ready}.faults`);
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FaultScriptError(name, [
      {
        line: 0,
        sentence: `It cannot be read: ${why}. Name a file, or one of ${readyScripts.join(', ')}.`,
      },
    ]);
  }
}
