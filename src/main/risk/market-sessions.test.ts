import { describe, expect, it } from 'vitest';

import { instrument } from './context.fixture.ts';
import { MarketSessions } from './market-sessions.ts';

const spy = instrument({
  timeZoneId: 'US/Eastern',
  liquidHours: '20200309:0930-20200309:1600',
  tradingHours: '20200309:0400-20200309:2000',
});
const at = (time: string): number => Date.parse(`2020-03-09T${time}Z`);

describe('the session of an instrument', () => {
  it('changes with the minute in which its hours begin and end', () => {
    const sessions = new MarketSessions();
    expect(sessions.of(spy, at('13:29:59.999'))).toBe('extended');
    expect(sessions.of(spy, at('13:30:00'))).toBe('regular');
    expect(sessions.of(spy, at('13:30:59'))).toBe('regular');
    expect(sessions.of(spy, at('20:00:00'))).toBe('extended');
    expect(sessions.of(spy, at('13:30:00'))).toBe('regular');
  });

  it('is that of the hours the broker has named last', () => {
    const sessions = new MarketSessions();
    const later = Date.parse('2020-03-16T15:00:00Z');
    expect(sessions.of(spy, later)).toBeNull();
    const described = { ...spy, liquidHours: '20200316:0930-20200316:1600' };
    expect(sessions.of(described, later)).toBe('regular');
  });
});
