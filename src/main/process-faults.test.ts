import { EventEmitter } from 'node:events';

import { describe, expect, test } from 'vitest';

import { silentLog } from '../../test/support/silent-log.ts';
import { haltOnProcessFaults } from './process-faults.ts';

describe('an exception that nobody caught', () => {
  test.each(['uncaughtException', 'unhandledRejection'])('%s halts the desk', (event) => {
    const source = new EventEmitter();
    const halts: unknown[] = [];
    haltOnProcessFaults(source, { halt: (_where, error) => halts.push(error) }, silentLog);
    const error = new Error('nobody expected this');
    source.emit(event, error);
    expect(halts).toEqual([error]);
  });

  test('is logged when not even halting works', () => {
    const source = new EventEmitter();
    const errors: string[] = [];
    haltOnProcessFaults(
      source,
      {
        halt() {
          throw new Error('broken too');
        },
      },
      { ...silentLog, error: (_fields, message) => errors.push(message) },
    );
    source.emit('uncaughtException', new Error('nobody expected this'));
    expect(errors).toEqual(['The desk could not be halted after a fault of its own.']);
  });
});
