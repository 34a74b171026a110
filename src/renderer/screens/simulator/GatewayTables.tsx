import type { SimulatorStatus } from '#shared/domain/simulator-fault.ts';

import { formatQuantity, formatTime } from '../../format.ts';

/** Who is connected, and how much was said. */
export function Clients({ clients }: { clients: SimulatorStatus['clients'] }) {
  return (
    <section className="pane" aria-label="Clients">
      <div className="pane-head">
        <h2>Clients</h2>
        <span className="muted">{formatQuantity(clients.length)}</span>
      </div>
      {clients.length === 0 ? (
        <p className="pane-line muted">Nobody is connected.</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Client</th>
              {['Version', 'Heard', 'Sent', 'Quote lines', 'Open orders'].map((head) => (
                <th key={head} scope="col" className="right">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clients.map((client) => (
              <tr key={client.clientId}>
                <th scope="row">{client.clientId}</th>
                <td className="right">{client.serverVersion}</td>
                <td className="right">{formatQuantity(client.messagesIn)}</td>
                <td className="right">{formatQuantity(client.messagesOut)}</td>
                <td className="right">{formatQuantity(client.quoteLines)}</td>
                <td className="right">{formatQuantity(client.openOrders)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What was done to the desk, the latest first. */
export function RecentFaults({ recent }: { recent: SimulatorStatus['recent'] }) {
  // From the oldest up, so that a new line leaves the others as they are.
  const lines = recent.map((line, index) => ({ ...line, key: recent.length - index }));
  return (
    <section className="pane" aria-label="What was done">
      <div className="pane-head">
        <h2>What was done</h2>
      </div>
      {recent.length === 0 ? (
        <p className="pane-line muted">Nothing yet. Choose a fault and start it.</p>
      ) : (
        <ol className="fact-lines">
          {lines.map(({ key, at, sentence }) => (
            <li key={key}>
              <span className="muted">{formatTime(at)}</span> {sentence}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
