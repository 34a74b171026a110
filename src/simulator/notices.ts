import type { FaultOf } from './fault-sentences.ts';

type Farm = FaultOf<'farm-down'>['farm'];

/** What IB says with its codes about connections. Source: IB, TWS API, Message Codes; reference transcripts. */
const texts: Readonly<Partial<Record<number, string>>> = {
  1100: 'Connectivity between IB and Trader Workstation has been lost.',
  1101: 'Connectivity between IB and Trader Workstation has been restored - data lost.',
  1102: 'Connectivity between IB and Trader Workstation has been restored - data maintained.',
  2103: 'Market data farm connection is broken:usfarm',
  2104: 'Market data farm connection is OK:usfarm',
  2105: 'HMDS data farm connection is broken:ushmds',
  2106: 'HMDS data farm connection is OK:ushmds',
  2107: 'HMDS data farm connection is inactive but should be available upon demand.ushmds',
  2108: 'Market data farm connection is inactive but should be available upon demand.usfarm',
  2110: 'Connectivity between Trader Workstation and server is broken. It will be restored automatically.',
  2157: 'Sec-def data farm connection is broken:secdefnj',
  2158: 'Sec-def data farm connection is OK:secdefnj',
};

export function noticeText(code: number): string {
  return texts[code] ?? `Notice ${code}`;
}

export function portResetText(port: number): string {
  return (
    'TWS socket port has been reset and this connection is being dropped. ' +
    `Please reconnect on the new port - ${port}`
  );
}

/** The notices of a farm that goes down and comes up. */
export const farmCodes: Record<Farm, { down: number; up: number }> = {
  'market-data': { down: 2103, up: 2104 },
  history: { down: 2105, up: 2106 },
  definitions: { down: 2157, up: 2158 },
};
