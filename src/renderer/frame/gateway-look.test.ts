import { expect, it } from 'vitest';

import { gatewayWarning } from './gateway-look.ts';

it.each([
  ['shadow', 'U1234567', 'LIVE ACCOUNT, NO ORDERS'],
  ['shadow', null, 'LIVE ACCOUNT, NO ORDERS'],
  ['shadow', 'DU1000001', 'ONLY READ, NO ORDERS'],
  ['paper', 'DU1000001', null],
  ['simulated', 'DU1000001', null],
] as const)('a %s gateway with account %s warns of %s', (kind, accountId, warning) => {
  expect(gatewayWarning(kind, accountId)).toBe(warning);
});
