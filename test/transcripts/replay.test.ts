import { describe, expect, it } from 'vitest';

import {
  bareGateway,
  type BareGateway,
  type CoreClient,
} from '../../src/simulator/core-client.fixture.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import {
  kindOf,
  readTranscript,
  transcriptNames,
  type Asked,
  type Facts,
  type TranscriptLine,
} from './transcript.ts';

const accountId = 'DU9000001';
const apple = 265598;
const afterRequestMs = 300;

/** Where a capture and the gateway differ on purpose. `at` is the line of the gateway's answers. */
interface Difference {
  why: string;
  at: number;
  /** What the gateway says there and the capture does not. */
  only: readonly string[];
  /** What the capture says in its place. */
  captured: readonly string[];
}

const differences: Readonly<Record<string, readonly Difference[]>> = {
  'api_reconnect_active_order_aapl.txt': [
    {
      why: 'IB documents an orderStatus for each openOrder that reqOpenOrders gives; the capture left it out.',
      at: 7,
      only: ['order_status Submitted'],
      captured: [],
    },
  ],
  'api_stop_loss_management_aapl.txt': [
    {
      why: 'IB accepts a market order as PreSubmitted or as Submitted; the gateway always as the former.',
      at: 19,
      only: ['order_status PreSubmitted'],
      captured: ['order_status Submitted'],
    },
    {
      why: 'The capture ends before the last commission.',
      at: 23,
      only: ['commission_report'],
      captured: [],
    },
  ],
  'global_cancel.txt': [
    {
      why: 'Written by hand: in the real captures a limit order is Submitted at once.',
      at: 3,
      only: ['order_status Submitted'],
      captured: ['order_status PreSubmitted'],
    },
    {
      why: 'The same for the second order.',
      at: 5,
      only: ['order_status Submitted'],
      captured: ['order_status PreSubmitted'],
    },
    {
      why: 'Written by hand: in the real captures each cancel is followed by its 202.',
      at: 7,
      only: ['api_error 202'],
      captured: [],
    },
    {
      why: 'The same for the second order.',
      at: 9,
      only: ['api_error 202'],
      captured: [],
    },
  ],
  'place_order_modify_to_market_late_execution.txt': [
    {
      why: 'IB leaves statuses out now and then, here between the change and the fill; the gateway never does.',
      at: 5,
      only: ['order_status Submitted'],
      captured: [],
    },
  ],
};

/** Figures in which a message of a capture and the gateway's differ on purpose. */
const figuresThatDiffer: Readonly<
  Record<string, readonly { why: string; at: readonly number[]; names: readonly string[] }[]>
> = {
  'api_stop_loss_management_aapl.txt': [
    {
      why: 'IB shows a limit of its own reckoning in the first answer to a stop, and none in the second.',
      at: [8],
      names: ['lmt_price'],
    },
  ],
  'global_cancel.txt': [
    {
      why: 'Written by hand: in the real captures a cancelled order keeps what remained of it.',
      at: [6, 7],
      names: ['remaining', 'mkt_cap_price'],
    },
  ],
  'quote_stream_gap_1101.txt': [
    {
      why: 'Written by hand: notices have the id -1, and IB names Trader Workstation in full.',
      at: [3, 4],
      names: ['req_id', 'message'],
    },
  ],
  'quote_stream_gap_1102.txt': [
    {
      why: 'Written by hand: notices have the id -1, and IB names Trader Workstation in full.',
      at: [3, 4],
      names: ['req_id', 'message'],
    },
  ],
  'reconnect_1100_then_transport_loss.txt': [
    {
      why: 'Written by hand: notices have the id -1, and IB names Trader Workstation in full.',
      at: [3],
      names: ['req_id', 'message'],
    },
  ],
};

/** Captures that need something to be there, or to go wrong, before they begin. */
const preparations: Readonly<Record<string, (gateway: BareGateway, clock: VirtualClock) => void>> =
  {
    'grounded_positions.txt': (gateway, clock) => {
      const trader = gateway.client(7);
      for (const [index, conId] of [3691937, apple, 756733, 320227571].entries()) {
        trader.placeOrder(index + 1, { conId, quantity: 10, exchange: 'SMART' });
      }
      clock.advance(5000);
      trader.disconnect();
    },
    'place_order_modify_to_market_late_execution.txt': (gateway) => {
      gateway.control.reportNextFillLate();
    },
  };

function placeOrder(client: CoreClient, asked: Asked): void {
  client.placeOrder(Number(asked.order_id), {
    conId: Number(asked.contract?.con_id ?? apple),
    account: asked.account ?? accountId,
    action: asked.action ?? 'BUY',
    quantity: asked.total_quantity ?? '1',
    // The capture of a cancel of everything names its two orders in the server's lines alone.
    orderType: asked.order_type ?? 'LMT',
    limitPrice: asked.lmt_price ?? (asked.order_type === undefined ? '50.00' : ''),
    stopPrice: asked.aux_price ?? '',
    timeInForce: asked.tif ?? 'DAY',
    transmit: asked.transmit ?? true,
  });
}

const contractOfApple = [apple, '', '', '', 0, '', '', 'SMART', '', '', '', ''] as const;

/** Sends one client line of a capture as its request. */
function send(client: CoreClient, name: string, asked: Asked): void {
  const requestId = Number(asked.req_id?.replace('$req', '') ?? 0);
  switch (name) {
    case 'place_order':
      return placeOrder(client, asked);
    case 'cancel_order':
      return client.cancelOrder(Number(asked.order_id));
    case 'global_cancel':
      return client.send(58, '', 2_147_483_647);
    case 'req_open_orders':
      return client.send(5, 1);
    case 'req_account_summary':
      return client.send(62, 1, requestId, 'All', (asked.tags ?? []).join(','));
    case 'cancel_account_summary':
      return client.send(63, 1, requestId);
    case 'req_contract_details':
      return client.send(9, 8, requestId, ...contractOfApple, 0, '', '', '');
    case 'req_positions':
      return client.send(61, 1);
    case 'cancel_positions':
      return client.send(64, 1);
    case 'req_quote':
      return client.send(1, 11, requestId, ...contractOfApple, 0, '', 0, 0, '');
    case 'cancel_quote':
      return client.send(2, 1, requestId);
    case 'req_historical_bars': {
      const [size, span] = [asked.bar_size ?? '', asked.duration ?? ''];
      return client.send(
        20,
        requestId,
        ...contractOfApple,
        0,
        '',
        size,
        span,
        1,
        'TRADES',
        1,
        0,
        '',
      );
    }
    default:
      throw new Error(`The replay does not know the request ${name}.`);
  }
}

/** A message by its kind and what it says. */
interface Said {
  kind: string;
  facts: Facts;
}

/** Names for the fields of a message that captures tell of, from a position on; `-` for those they leave out. */
function told(fields: readonly string[], from: number, names: string): Facts {
  const named = names.split(' ').map((name, i) => [name, fields[from + i] ?? ''] as const);
  return Object.fromEntries(named.filter(([name]) => name !== '-'));
}

const inWords: Readonly<Record<string, (fields: readonly string[]) => Said[]>> = {
  1: () => [{ kind: 'tick_price', facts: {} }],
  3: (fields) => [
    {
      kind: kindOf('order_status', [fields[2], fields[10]]),
      facts: told(
        fields,
        1,
        'order_id - filled remaining - - parent_id - - why_held mkt_cap_price',
      ),
    },
  ],
  4: (fields) => [
    { kind: kindOf('api_error', [fields[3]]), facts: told(fields, 2, 'req_id code message') },
  ],
  5: (fields) => [
    {
      kind: kindOf('open_order', [fields[15]]),
      facts: {
        ...told(
          fields,
          1,
          'order_id con_id symbol sec_type - - - - exchange currency local_symbol',
        ),
        ...told(fields, 12, 'trading_class action quantity order_type lmt_price aux_price tif'),
        ...told(fields, 20, 'account - origin'),
      },
    },
  ],
  9: () => [{ kind: 'next_valid_id', facts: {} }],
  10: (fields) => [
    {
      kind: 'contract_details',
      facts: {
        ...told(fields, 2, 'symbol sec_type - - - - exchange currency local_symbol market_name'),
        ...told(fields, 12, 'trading_class con_id min_tick'),
        ...told(fields, 20, 'long_name primary_exchange'),
        ...told(fields, 26, 'time_zone_id'),
      },
    },
  ],
  11: (fields) => [
    {
      kind: 'execution_detail',
      facts: {
        ...told(fields, 1, 'req_id order_id - symbol'),
        ...told(fields, 16, 'account - side shares'),
      },
    },
  ],
  15: () => [{ kind: 'managed_accounts', facts: {} }],
  17: () => [
    { kind: 'historical_bar', facts: {} },
    { kind: 'historical_bars_end', facts: {} },
  ],
  52: () => [{ kind: 'contract_details_end', facts: {} }],
  53: () => [{ kind: 'open_order_end', facts: {} }],
  59: (fields) => [{ kind: 'commission_report', facts: told(fields, 3, 'commission currency') }],
  61: (fields) => [{ kind: 'position', facts: told(fields, 2, 'account') }],
  62: () => [{ kind: 'position_end', facts: {} }],
  63: (fields) => [
    { kind: kindOf('account_summary', [fields[4]]), facts: told(fields, 3, 'account') },
  ],
  64: () => [{ kind: 'account_summary_end', facts: {} }],
};

/** Beside the prices of a quote, what the captures leave out: 2 sizes, 45 and 46 others, 58 its type, 81 its tick. */
const leftOut: ReadonlySet<string> = new Set(['2', '45', '46', '58', '81']);

const farmNotices: readonly string[] = ['api_error 2104', 'api_error 2106', 'api_error 2158'];

/** Of bars and of prices that stream, how many there are is chance. */
function withoutRepeats(said: readonly Said[]): Said[] {
  const streams = new Set(['tick_price', 'historical_bar']);
  return said.filter(({ kind }, i) => !(streams.has(kind) && said[i - 1]?.kind === kind));
}

/** Some captures leave the farms' notices out, or some of them; they count where all are there. */
function comparable(said: readonly Said[], withFarms: boolean): Said[] {
  return withoutRepeats(withFarms ? said : said.filter(({ kind }) => !farmNotices.includes(kind)));
}

const kindsOf = (said: readonly Said[]): string[] => said.map(({ kind }) => kind);

/** What a capture says of a message, as far as the gateway's message has a field of the name. */
function comparedFacts(captured: Facts, answered: Facts, leftOutHere: readonly string[]): Facts {
  const names = Object.keys(captured).filter(
    (name) => Object.hasOwn(answered, name) && !leftOutHere.includes(name),
  );
  return Object.fromEntries(names.map((name) => [name, plain(captured[name] ?? '')]));
}

/** `10.00` and `10` are one figure; IB ends some sentences with a point and others not. */
function plain(text: string): string {
  const figure = Number(text);
  return text.trim() === '' || Number.isNaN(figure) ? text.replace(/\.$/, '') : String(figure);
}

/** Plays the client's lines, and what the capture says of the network; gives what the gateway answers. */
function replay(name: string, lines: readonly TranscriptLine[]): Said[] {
  const clock = new VirtualClock();
  const gateway = bareGateway(clock, { accounts: [accountId], latencyMs: 40 });
  preparations[name]?.(gateway, clock);
  const clients: CoreClient[] = [];
  for (const line of lines) {
    const client = clients.at(-1);
    if (line.from === 'script' && line.name === 'handshake') {
      // A client that can connect again finds the gateway connected.
      gateway.control.notify(1102);
      clients.push(gateway.client(1));
    } else if (line.from === 'script') client?.disconnect();
    else if (line.from === 'sleep') clock.advance(line.ms);
    else if (line.from === 'server') {
      if ([1100, 1101, 1102].includes(line.code)) {
        gateway.control.notify(line.code);
        clock.advance(line.code === 1100 ? 0 : afterRequestMs);
      }
    } else if (client !== undefined) {
      send(client, line.name, line.asked);
      // A held order and the one that releases it follow each other at once.
      clock.advance(line.asked.transmit === false ? 0 : afterRequestMs);
    }
  }
  gateway.close();
  return clients.flatMap(({ received }) =>
    received.slice(1).flatMap((fields) => {
      const id = fields[0] ?? '';
      if (leftOut.has(id)) return [];
      return inWords[id]?.(fields) ?? [{ kind: `message ${id}`, facts: {} }];
    }),
  );
}

describe('the simulated gateway answers as in the capture', () => {
  it.each(transcriptNames())('%s', (name) => {
    const lines = readTranscript(name);
    const all = lines.flatMap((line): Said[] =>
      line.from === 'server' ? [{ kind: line.kind, facts: line.facts }] : [],
    );
    const withFarms = farmNotices.every((notice) => kindsOf(all).includes(notice));
    const captured = comparable(all, withFarms);
    const answered = comparable(replay(name, lines), withFarms);
    for (const { at, only, captured: instead } of (differences[name] ?? []).toReversed()) {
      expect(kindsOf(answered.slice(at, at + only.length))).toEqual(only);
      const asCaptured = instead.map((kind): Said => ({ kind, facts: {} }));
      answered.splice(at, only.length, ...asCaptured);
    }
    expect(kindsOf(answered)).toEqual(kindsOf(captured));
    const ignored = figuresThatDiffer[name] ?? [];
    const pairs = captured.map(({ kind, facts }, i) => {
      const own = answered[i]?.facts ?? {};
      const here = ignored.filter(({ at }) => at.includes(i)).flatMap(({ names }) => names);
      const compared = comparedFacts(facts, own, here);
      const answers = Object.keys(compared).map((fact) => [fact, plain(own[fact] ?? '')] as const);
      return {
        captured: { kind, ...compared },
        answered: { kind, ...Object.fromEntries(answers) },
      };
    });
    expect(pairs.map((pair) => pair.answered)).toEqual(pairs.map((pair) => pair.captured));
  });
});
