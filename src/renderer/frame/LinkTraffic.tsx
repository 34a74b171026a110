import type { DeskStatus } from '#shared/contract/topics.ts';

import { formatQuantity } from '../format.ts';
import { ShareBar } from '../ui/ShareBar.tsx';

/** What goes over the wire: pacing with what waits in each lane, and the lines of market data in use. */
export function LinkTraffic({ traffic }: { traffic: NonNullable<DeskStatus['traffic']> }) {
  const { sentLastSecond, limitPerSecond, waiting, quoteLines } = traffic;
  const queued = waiting.reduce((sum, { messages }) => sum + messages, 0);
  return (
    <section aria-label="Traffic">
      <dl className="traffic">
        <div className="figure">
          <dt>Sent in the last second</dt>
          <dd>
            {limitPerSecond === null ? (
              `${formatQuantity(sentLastSecond)}, no pacing`
            ) : (
              <>
                <ShareBar
                  label="Sent, of the pacing"
                  used={sentLastSecond}
                  limit={limitPerSecond}
                />
                {formatQuantity(sentLastSecond)} of {formatQuantity(limitPerSecond)}
              </>
            )}
          </dd>
        </div>
        <div className="figure">
          <dt>Quote lines</dt>
          <dd>
            <ShareBar label="Quote lines" used={quoteLines.used} limit={quoteLines.limit} />
            {formatQuantity(quoteLines.used)} of {formatQuantity(quoteLines.limit)}
          </dd>
        </div>
        <div className="figure">
          <dt>Waiting for pacing</dt>
          <dd>{queued === 0 ? 'nothing' : `${formatQuantity(queued)} messages`}</dd>
        </div>
      </dl>
      {waiting.length > 0 && (
        <table className="lanes">
          <caption className="visually-hidden">Waiting, in the order they leave</caption>
          <thead>
            <tr>
              {waiting.map(({ lane }) => (
                <th key={lane} scope="col">
                  {lane.replaceAll('-', ' ')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              {waiting.map(({ lane, messages }) => (
                <td key={lane} className={messages === 0 ? 'faint' : 'strong'}>
                  {formatQuantity(messages)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
}
