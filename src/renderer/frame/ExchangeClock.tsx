import { exchangeZone, formatDate, formatQuantity, formatTime } from '../format.ts';
import { useClock } from '../stores/clock-store.ts';
import { useConnection } from '../stores/connection-store.ts';
import { useStatus } from '../stores/desk-topics.ts';
import { exchangeNow } from './exchange-clock.ts';

/** The time at the exchange as the gateway tells it, and how fast it runs when that is not as usual. */
export function ExchangeClock() {
  const heard = useStatus((status) => status.gatewayTime);
  const text = useClock(({ now }) => {
    if (heard === null) return null;
    return formatTime(exchangeNow(heard, now), exchangeZone);
  });
  const date = useClock(({ now }) =>
    heard === null ? null : formatDate(exchangeNow(heard, now), exchangeZone),
  );
  const connected = useConnection((state) => state.phase === 'open');
  if (heard === null || !connected) {
    return (
      <span
        className="muted"
        title={
          connected ? 'The gateway has not told its time yet.' : 'The console has lost the desk.'
        }
      >
        — ET
      </span>
    );
  }
  return (
    <span className="muted clock" role="timer" aria-label="Exchange time">
      <span className="clock-date">{date} </span>
      {text} ET {heard.rate !== 1 && <span className="faint">{formatQuantity(heard.rate)}×</span>}
    </span>
  );
}
