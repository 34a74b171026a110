import {
  DockviewReact,
  type DockviewApi,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
} from 'dockview-react';
import { useEffect, useState, type FunctionComponent } from 'react';

import { announce } from '../../ui/announcer-store.ts';
import { dockTheme, styleNonce } from '../../theme.ts';
import { useTicket } from '../../stores/ticket-store.ts';
import { AccountPanel, AccountTabDetail } from './AccountPanel.tsx';
import { AddInstrumentDialog } from './AddInstrumentDialog.tsx';
import { ChartHeader, ChartPanel } from './ChartPanel.tsx';
import { ChartTabDetail } from './ChartTabDetail.tsx';
import { deskPanels, type DeskPanelId } from './desk-layouts.ts';
import { holdDock, showDeskPanel } from './desk-layout-store.ts';
import { ExecutionsPanel, ExecutionsTabDetail } from './ExecutionsPanel.tsx';
import { ModifyOrderDialog } from './ModifyOrderDialog.tsx';
import { OrdersHeader, OrdersPanel, OrdersTabDetail } from './OrdersPanel.tsx';
import { PositionsPanel, PositionsTabDetail } from './PositionsPanel.tsx';
import { TicketHeader, TicketPanel } from './TicketPanel.tsx';
import { WatchlistHeader, WatchlistPanel } from './WatchlistPanel.tsx';

interface DeskPanel {
  content: FunctionComponent;
  /** Beside the title in the tab. */
  detail?: FunctionComponent;
  /** At the right of the tab strip while the panel is in front. */
  header?: FunctionComponent;
}

const panels: Record<DeskPanelId, DeskPanel> = {
  watchlist: { content: WatchlistPanel, header: WatchlistHeader },
  chart: { content: ChartPanel, detail: ChartTabDetail, header: ChartHeader },
  ticket: { content: TicketPanel, header: TicketHeader },
  orders: { content: OrdersPanel, detail: OrdersTabDetail, header: OrdersHeader },
  executions: { content: ExecutionsPanel, detail: ExecutionsTabDetail },
  positions: { content: PositionsPanel, detail: PositionsTabDetail },
  account: { content: AccountPanel, detail: AccountTabDetail },
};

const contents = Object.fromEntries(
  Object.entries(panels).map(([id, { content }]) => [id, content]),
);

function isDeskPanel(id: string): id is DeskPanelId {
  return Object.hasOwn(deskPanels, id);
}

function DeskTab({ api }: IDockviewPanelHeaderProps) {
  const Detail = isDeskPanel(api.id) ? panels[api.id].detail : undefined;
  return (
    <span className="desk-tab">
      {api.title}
      {Detail !== undefined && <Detail />}
    </span>
  );
}

function DeskHeader({ activePanel }: IDockviewHeaderActionsProps) {
  if (activePanel === undefined || !isDeskPanel(activePanel.id)) return null;
  const { header: Header } = panels[activePanel.id];
  return Header === undefined ? null : (
    <div className="panel-header">
      <Header />
    </div>
  );
}

/** The desk: watchlist, chart, ticket, blotters and account, docked as the person likes them. */
export function DeskScreen() {
  const [dock, setDock] = useState<DockviewApi | null>(null);
  useEffect(() => (dock === null ? undefined : holdDock(dock)), [dock]);

  const opened = useTicket((state) => state.opened);
  const ticketOpen = useTicket((state) => state.draft !== null);
  useEffect(() => {
    if (dock !== null && ticketOpen && opened > 0) showDeskPanel('ticket');
  }, [dock, opened, ticketOpen]);

  return (
    <main className="screen desk-screen" aria-label="Desk">
      <h1 className="visually-hidden">Desk</h1>
      <DockviewReact
        theme={dockTheme}
        nonce={styleNonce}
        components={contents}
        defaultTabComponent={DeskTab}
        rightHeaderActionsComponent={DeskHeader}
        getTabContextMenuItems={() => ['float', 'maximize']}
        announcer={({ message, politeness }) => {
          announce(message, politeness);
        }}
        onReady={({ api }) => {
          setDock(api);
        }}
      />
      <AddInstrumentDialog />
      <ModifyOrderDialog />
    </main>
  );
}
