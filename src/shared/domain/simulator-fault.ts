import { z } from 'zod';

/**
 * What can go wrong on purpose at the simulated gateway. One list for the script file, the control API, the readiness
 * checks and the Simulator panel. `clientId: null` means every client; `forMs` is wall time.
 */
const clientId = z.number().int().min(0).nullable().default(null);
const count = z.number().int().min(1).max(1000).default(1);
const forMs = z.number().int().min(1).max(3_600_000).default(10_000);
const delayMs = z.number().int().min(1).max(600_000).default(1000);
/** An instrument by its local symbol, `SPY`. */
const symbol = z.string().min(1).max(40).default('SPY');

/** Which of the gateway's messages a fault on traffic touches: all of them, or those about one thing. */
export const messageGroupSchema = z.enum(['all', 'orders', 'executions', 'quotes', 'account']);
export type MessageGroup = z.infer<typeof messageGroupSchema>;
const messages = messageGroupSchema.default('all');

export const simulatorFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop'), clientId }),
  z.strictObject({ kind: z.literal('refuse-connections'), forMs }),
  /** Nothing is read and nothing is written; the sockets stay open. */
  z.strictObject({ kind: z.literal('silence'), forMs }),
  /** What is written goes nowhere, what comes is read: the peer has gone without a word. */
  z.strictObject({ kind: z.literal('half-open'), clientId, forMs }),
  /** 1100 now, and 1101 or 1102 after `forMs`. */
  z.strictObject({
    kind: z.literal('connectivity-lost'),
    dataLost: z.boolean().default(false),
    forMs,
  }),
  /** 1300: the gateway's port changes to the one given, or to any free one. */
  z.strictObject({
    kind: z.literal('port-reset'),
    port: z.number().int().min(0).max(65_535).default(0),
  }),
  /** A notice alone, such as 2107 or 2110. */
  z.strictObject({
    kind: z.literal('notice'),
    code: z.number().int().min(100).max(20_000).default(2107),
    message: z.string().max(400).default(''),
  }),
  /** 2103, 2105 or 2157 now, and up again after `forMs`; `deadAfter` leaves the quote lines silent for good. */
  z.strictObject({
    kind: z.literal('farm-down'),
    farm: z.enum(['market-data', 'history', 'definitions']).default('market-data'),
    deadAfter: z.boolean().default(false),
    forMs,
  }),
  z.strictObject({ kind: z.literal('dead-feed') }),
  z.strictObject({ kind: z.literal('delay'), messages, delayMs, forMs }),
  z.strictObject({ kind: z.literal('duplicate'), messages, count }),
  /** The next messages of the group swap places with the ones after them. */
  z.strictObject({ kind: z.literal('reorder'), messages, count }),
  z.strictObject({ kind: z.literal('lose-acknowledgement'), count }),
  z.strictObject({ kind: z.literal('swallow-order'), count }),
  z.strictObject({
    kind: z.literal('reject-order'),
    code: z.number().int().min(100).max(20_000).default(201),
    message: z.string().max(400).default('Order rejected - reason: refused on purpose.'),
    count,
  }),
  /** A fill's status comes first, its execution and commission later. */
  z.strictObject({ kind: z.literal('late-fill'), count }),
  z.strictObject({ kind: z.literal('pause-fills'), forMs }),
  /** The latest execution is taken back, as after a clearly erroneous trade. */
  z.strictObject({ kind: z.literal('bust') }),
  /** The latest execution is corrected: same fill, another price, the next number after the last dot of its id. */
  z.strictObject({ kind: z.literal('correct'), percent: z.number().min(-50).max(50).default(-1) }),
  z.strictObject({
    kind: z.literal('malformed-frame'),
    shape: z.enum(['bad-length', 'bad-count', 'cut-off', 'bad-reject-text']).default('bad-count'),
    clientId,
  }),
  /** The gateway reads its clients this slowly. */
  z.strictObject({
    kind: z.literal('slow-reader'),
    bytesPerSecond: z.number().int().min(1).max(10_000_000).default(100),
    forMs,
  }),
  /** The gateway's clock jumps; the market stays where it was. */
  z.strictObject({
    kind: z.literal('clock-jump'),
    seconds: z.number().int().min(-86_400).max(86_400).default(120),
  }),
  z.strictObject({
    kind: z.literal('price-shock'),
    symbol,
    percent: z.number().min(-90).max(400).default(-5),
  }),
  z.strictObject({ kind: z.literal('halt'), symbol, forMs }),
  /** Another session takes the market data (10197). */
  z.strictObject({ kind: z.literal('competing-session'), forMs }),
  z.strictObject({
    kind: z.literal('tick-burst'),
    symbol,
    count: z.number().int().min(1).max(1_000_000).default(10_000),
  }),
  /** The gateway restarts as it does every night: everything closes, and opens again after `forMs`. */
  z.strictObject({ kind: z.literal('restart'), forMs }),
  /** API orders are refused with 321, as with Read-Only API ticked in TWS. */
  z.strictObject({ kind: z.literal('read-only'), forMs }),
]);
export type SimulatorFault = z.infer<typeof simulatorFaultSchema>;
/** As a person writes it: what has a usual value may be left out. */
export type SimulatorFaultInput = z.input<typeof simulatorFaultSchema>;
export type SimulatorFaultKind = SimulatorFault['kind'];

/** A fault that lasts, or one that is still waiting for the message it is meant for. */
export const activeFaultSchema = z.object({
  faultId: z.number().int(),
  fault: simulatorFaultSchema,
  /** Epoch ms of wall time when it ends by itself; null while it waits for its messages. */
  endsAt: z.number().nullable(),
});
export type ActiveFault = z.infer<typeof activeFaultSchema>;

/** The simulated gateway at a glance. */
export const simulatorStatusSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  seed: z.number().int(),
  speed: z.number(),
  /** Simulated time, epoch ms. */
  simulatedTime: z.number(),
  clients: z.array(
    z.object({
      clientId: z.number().int(),
      serverVersion: z.number().int(),
      /** Since it connected. */
      messagesIn: z.number().int(),
      messagesOut: z.number().int(),
      quoteLines: z.number().int(),
      openOrders: z.number().int(),
    }),
  ),
  active: z.array(activeFaultSchema),
  /** The latest first, at most fifty: what was done to the desk and when, epoch ms of wall time. */
  recent: z.array(z.object({ at: z.number(), sentence: z.string() })),
});
export type SimulatorStatus = z.infer<typeof simulatorStatusSchema>;
