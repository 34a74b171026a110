import { describe, expect, it } from 'vitest';

import { emptyGatewayForm, readGatewayForm } from './gateway-form.ts';

describe('the form of TWS or IB Gateway', () => {
  it('is ready to send as it first appears', () => {
    expect(readGatewayForm(emptyGatewayForm).input).toEqual({
      kind: 'paper',
      host: '127.0.0.1',
      port: 7497,
      clientId: 11,
    });
  });

  it.each([
    [{ host: '  ' }, ['host']],
    [{ port: '' }, ['port']],
    [{ port: '70000' }, ['port']],
    [{ port: '0' }, ['port']],
    [{ port: '74.97' }, ['port']],
    [{ clientId: '-1' }, ['clientId']],
    [{ clientId: '3000000000' }, ['clientId']],
    [{ host: '', port: 'x', clientId: '' }, ['host', 'port', 'clientId']],
  ])('%j is wrong in %j', (change, fields) => {
    const { input, problems } = readGatewayForm({ ...emptyGatewayForm, ...change });
    expect(input).toBeNull();
    expect(Object.keys(problems ?? {}).toSorted()).toEqual(fields.toSorted());
  });
});
