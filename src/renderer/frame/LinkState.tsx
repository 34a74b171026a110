import { Popover, UnstyledButton } from '@mantine/core';

import { formatAge, formatMilliseconds, unknown } from '../format.ts';
import { useClock } from '../stores/clock-store.ts';
import { useConnection } from '../stores/connection-store.ts';
import { useStatus } from '../stores/desk-topics.ts';
import { Figure } from '../ui/Figure.tsx';
import { StatePill } from '../ui/StatePill.tsx';
import { linkWords } from './link-words.ts';
import { LinkTraffic } from './LinkTraffic.tsx';

function NextAttempt({ at, attempt }: { at: string; attempt: number }) {
  const left = useClock(({ now }) => Math.max(0, Math.ceil((Date.parse(at) - now) / 1_000)));
  return (
    <Figure
      label={`Attempt ${attempt + 1}`}
      value={left === 0 ? 'now' : `in ${formatAge(left * 1_000).replace('.0', '')}`}
    />
  );
}

/** The link's state and, on demand, why it is so and what can be done about it. */
export function LinkState() {
  const link = useStatus((status) => status.link);
  const traffic = useStatus((status) => status.traffic);
  const readOnlyApi = useStatus((status) => status.readOnlyApi);
  const connected = useConnection((state) => state.phase === 'open');
  if (link === null) return null;
  if (!connected) return <StatePill tone="critical" word="Desk lost" />;
  const { word, tone } = linkWords[link.state];
  const isReady = link.state === 'ready';
  return (
    <Popover position="bottom-start" withArrow width="var(--link-width)">
      <Popover.Target>
        <UnstyledButton className="status-button">
          <span className="visually-hidden">Link: </span>
          <StatePill
            tone={tone}
            word={word}
            detail={isReady ? formatMilliseconds(link.roundTripMs) : link.reason}
          />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <h2 className="popover-title">Link: {word}</h2>
        <p>{link.reason}</p>
        {readOnlyApi === true && (
          <p className="severity-warning">▲ Read-Only API is set at the gateway.</p>
        )}
        {link.advice.length > 0 && (
          <ol className="advice">
            {link.advice.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
        <dl>
          <Figure label="Gateway at" value={`${link.host}:${link.port}`} />
          <Figure label="Client id" value={link.clientId} />
          <Figure
            label="Server version"
            value={link.serverVersion ?? unknown}
            why="Agreed once the link is up."
          />
          <Figure
            label="Round trip"
            value={formatMilliseconds(link.roundTripMs)}
            why="No heartbeat has come back yet."
          />
          {link.nextAttemptAt !== null && (
            <NextAttempt at={link.nextAttemptAt} attempt={link.attempt} />
          )}
        </dl>
        {traffic !== null && <LinkTraffic traffic={traffic} />}
      </Popover.Dropdown>
    </Popover>
  );
}
