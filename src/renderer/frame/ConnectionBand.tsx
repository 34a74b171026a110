import { formatAge } from '../format.ts';
import { useClock } from '../stores/clock-store.ts';
import { useConnection } from '../stores/connection-store.ts';
import { useStatus } from '../stores/desk-topics.ts';

/** Says that what is on the screen is not the desk any more, that it cannot record, or that no order can pass. */
export function ConnectionBand() {
  const phase = useConnection((state) => state.phase);
  const reason = useConnection((state) => state.reason);
  const refused = useConnection((state) => state.refused);
  const lostAt = useConnection((state) => state.lostAt);
  const lostFor = useClock(({ now }) =>
    lostAt === null
      ? null
      : formatAge(Math.floor((now - lostAt) / 1_000) * 1_000).replace('.0', ''),
  );
  // Bars belong to one chart, which says so itself.
  const failedTopics = useConnection((state) => state.failedTopics);
  const failed = [...failedTopics].find(([topic]) => topic !== 'bars');
  const fault = useStatus((status) => status.fault);
  const readOnlyApi = useStatus((status) => status.readOnlyApi);
  if (phase !== 'open' && lostAt !== null) {
    return (
      <div className="band band-lost" role="alert">
        <strong>
          {refused ? 'The console lost the desk.' : 'The console lost the desk; reconnecting…'}
        </strong>{' '}
        {reason} What you see is {lostFor} old. Nothing can be sent; orders at the broker keep
        working.
      </div>
    );
  }
  if (fault !== null) {
    return (
      <div className="band band-fault" role="alert">
        <strong>The desk has stopped.</strong> {fault}
      </div>
    );
  }
  if (failed !== undefined) {
    const [topic, { message, advice }] = failed;
    return (
      <div className="band band-failed" role="alert">
        <strong>
          The console no longer hears the desk's {topic}; what it shows of them is old.
        </strong>{' '}
        {message} {advice} Reload the console to hear them again.
      </div>
    );
  }
  if (readOnlyApi === true) {
    return (
      <div className="band band-warning" role="alert">
        <strong>▲ Read-Only API is set at the gateway: it refuses every order.</strong> Quotes,
        positions and the account still come. In TWS or IB Gateway open Global Configuration, API,
        Settings, take the tick off Read-Only API and press Apply; the next order passes.
      </div>
    );
  }
  return null;
}
