import { lies, scratchLies, type PlantedDefect } from './planted-defect.ts';

/** Phase 2. */
export const marketDataDefects: readonly PlantedDefect[] = [
  {
    checkId: 'handshake',
    broken: 'The link takes new risk without having reconciled.',
    plant: (world) => ({
      ...world,
      desk: {
        ...world.desk,
        facts: (fromSeq) =>
          [...world.desk.facts(fromSeq)].filter(
            (fact) => fact.kind !== 'link.changed' || fact.body.state !== 'reconciling',
          ),
      },
    }),
    says: /never reconciling before it was ready/,
  },
  {
    checkId: 'account-is-the-right-one',
    broken: 'The gateway is logged on to a live account.',
    plant: lies({
      topics: { status: (items) => items.map((each) => ({ ...each, accountId: 'U1234567' })) },
    }),
    says: /U1234567 is a live account/,
  },
  {
    checkId: 'account-complete',
    broken: 'The broker does not say the buying power.',
    plant: lies({
      topics: { account: (items) => items.map((each) => ({ ...each, buyingPower: null })) },
    }),
    says: /has not said: buyingPower/,
  },
  {
    checkId: 'contract-details',
    broken: 'A future comes without its expiry.',
    plant: lies({
      answers: {
        'instrument.details': (details) => ({
          ...details,
          instrument: { ...details.instrument, expiry: null },
        }),
      },
    }),
    says: /it has no expiry/,
  },
  {
    checkId: 'historical-bars',
    broken: 'A session is missing from history.',
    plant: lies({
      answers: {
        'bars.read': ({ bars }) => ({ bars: bars.filter((_, index) => index !== bars.length - 3) }),
      },
    }),
    says: /is missing or thin/,
  },
  {
    checkId: 'streaming-feed',
    broken: 'Every quote is crossed, and only every fortieth arrives.',
    plant: (world) => {
      let heard = 0;
      return lies({
        topics: {
          quotes: (items) => {
            if (items.length > 1) return items;
            heard += 1;
            const crossed = items.map((quote) => ({ ...quote, bid: (quote.ask ?? 1) * 1.1 }));
            return heard % 40 === 0 ? crossed : [];
          },
        },
      })(world);
    },
    says: /Score of the feed, average is/,
  },
  {
    checkId: 'market-data-is-live',
    broken: 'The data of everything is delayed by a quarter of an hour.',
    plant: lies({
      topics: {
        quotes: (items) => items.map((each) => ({ ...each, marketDataType: 'delayed' as const })),
      },
    }),
    says: /whose data is live is 0 %/,
  },
  {
    checkId: 'quote-latency',
    broken: 'The gateway keeps its quotes back for three seconds.',
    plant: (world) => ({
      ...world,
      scratchDesk: async (options) => {
        const desk = await world.scratchDesk(options);
        return {
          ...desk,
          gateway: {
            ...desk.gateway,
            inject: async (fault) => {
              if (fault.kind === 'price-shock') {
                await desk.gateway.inject({
                  kind: 'delay',
                  messages: 'quotes',
                  delayMs: 3_000,
                  forMs: 3_500,
                });
              }
              await desk.gateway.inject(fault);
            },
          },
        };
      },
    }),
    says: /From the gateway to the screen, median is/,
  },
  {
    checkId: 'line-limits',
    broken: 'More lines of market data are asked for than the gateway gives.',
    plant: lies({
      topics: {
        status: (items) =>
          items.map((each) => ({
            ...each,
            traffic:
              each.traffic === null
                ? null
                : { ...each.traffic, quoteLines: { used: 101, limit: 100 } },
          })),
      },
    }),
    says: /101 lines of market data are in use, of 100/,
  },
  {
    checkId: 'drop-and-resubscribe',
    broken: 'After a drop the desk asks for every quote twice.',
    plant: (world) => {
      let dropped = false;
      return {
        ...world,
        scratchDesk: async (options) => {
          const desk = await scratchLies({
            topics: {
              status: (items) =>
                items.map((each) => {
                  const { traffic } = each;
                  if (!dropped || traffic === null) return each;
                  const { used, limit } = traffic.quoteLines;
                  return {
                    ...each,
                    traffic: { ...traffic, quoteLines: { used: 2 * used, limit } },
                  };
                }),
            },
          })(world).scratchDesk(options);
          return {
            ...desk,
            gateway: {
              ...desk.gateway,
              inject: async (fault) => {
                dropped = true;
                await desk.gateway.inject(fault);
              },
            },
          };
        },
      };
    },
    says: /Lines more or less than before is/,
  },
  {
    checkId: 'far-order-placed-and-cancelled',
    broken: 'The gateway refuses the order.',
    plant: (world) => ({
      ...world,
      desk: {
        ...world.desk,
        call: async (command, input, hand) => {
          if (command === 'order.place') await world.desk.gateway?.inject({ kind: 'reject-order' });
          return world.desk.call(command, input, hand);
        },
      },
    }),
    says: /REJECTED and not WORKING/,
  },
  {
    checkId: 'ids-are-unique',
    broken: 'Two orders get the same id.',
    plant: (world) => ({
      ...world,
      desk: {
        ...world.desk,
        facts: (fromSeq) => {
          const facts = [...world.desk.facts(fromSeq)];
          return [...facts, ...facts.filter(({ kind }) => kind === 'order.intended')];
        },
      },
    }),
    says: /was given twice/,
  },
  {
    checkId: 'what-if',
    broken: 'The broker does not answer what-if orders.',
    plant: lies({
      answers: {
        'order.preview': (preview) => ({
          ...preview,
          whatIf: null,
          whatIfUnavailable: 'The broker did not answer in time.',
        }),
      },
    }),
    says: /did not answer in time/,
  },
  {
    checkId: 'market-data-notices',
    broken:
      'What is watched comes without its currency: an instrument without a tick cannot be told from it.',
    plant: lies({
      topics: {
        watchlist: (rows) =>
          rows.map((row) => ({ ...row, instrument: { ...row.instrument, currency: '' } })),
      },
    }),
    says: /Said of what is sound beside “an instrument has no tick”/,
  },
];
