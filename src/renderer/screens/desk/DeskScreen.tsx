import {
  DockviewReact,
  type DockviewApi,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
} from 'dockview-react';
import { useEffect, useState, type FunctionComponent } from 'react';

import { formatQuantity } from '../../format.ts';
import { announce } from '../../ui/announcer-store.ts';
import { dockTheme, styleNonce } from '../../theme.ts';
import { useTicket } from '../../stores/ticket-store.ts';
import { AccountPanel, AccountDetail } from './AccountPanel.tsx';
import { AddInstrumentDialog } from './AddInstrumentDialog.tsx';
import { ChartHeader, ChartPanel } from './ChartPanel.tsx';
import { ChartDetail } from './ChartDetail.tsx';
import { deskPanels, type DeskPanelId } from '../../stores/desk-layouts.ts';
import { holdDock, showDeskPanel } from '../../stores/desk-layout-store.ts';
import { ExecutionsPanel, useExecutionCount } from './ExecutionsPanel.tsx';
import { ModifyOrderDialog } from './ModifyOrderDialog.tsx';
import { OrdersHeader, OrdersPanel, useOrderCount } from './OrdersPanel.tsx';
import { PositionsPanel, usePositionCount } from './PositionsPanel.tsx';
import { TicketHeader, TicketPanel } from './TicketPanel.tsx';
import { WatchlistHeader, WatchlistPanel } from './WatchlistPanel.tsx';

interface DeskPanel {
  content: FunctionComponent;
  /** How many things it holds, beside its name in the tab. */
  useCount?: () => number;
  /** What it shows, beside the tabs while it is in front. */
  detail?: FunctionComponent;
  /** At the right of the tab strip while it is in front. */
  header?: FunctionComponent;
}

const panels: Record<DeskPanelId, DeskPanel> = {
  watchlist: { content: WatchlistPanel, header: WatchlistHeader },
  chart: { content: ChartPanel, detail: ChartDetail, header: ChartHeader },
  ticket: { content: TicketPanel, header: TicketHeader },
  orders: { content: OrdersPanel, useCount: useOrderCount, header: OrdersHeader },
  executions: { content: ExecutionsPanel, useCount: useExecutionCount },
  positions: { content: PositionsPanel, useCount: usePositionCount },
  account: { content: AccountPanel, detail: AccountDetail },
};

const contents = Object.fromEntries(
  Object.entries(panels).map(([id, { content }]) => [id, content]),
);

function isDeskPanel(id: string): id is DeskPanelId {
  return Object.hasOwn(deskPanels, id);
}

function CountedTab({
  panel,
  useCount,
}: {
  panel: IDockviewPanelHeaderProps;
  useCount: () => number;
}) {
  const count = useCount();
  const name = isDeskPanel(panel.api.id) ? deskPanels[panel.api.id] : panel.api.id;
  const title = count === 0 ? name : `${name} ${formatQuantity(count)}`;
  // The dock names the tab for assistive technology by its title.
  useEffect(() => {
    panel.api.setTitle(title);
  }, [panel.api, title]);
  return (
    <span className="desk-tab">
      {name} {count > 0 && <span className="muted">{formatQuantity(count)}</span>}
    </span>
  );
}

function DeskTab(panel: IDockviewPanelHeaderProps) {
  const useCount = isDeskPanel(panel.api.id) ? panels[panel.api.id].useCount : undefined;
  return useCount === undefined ? (
    <span className="desk-tab">{panel.api.title}</span>
  ) : (
    <CountedTab panel={panel} useCount={useCount} />
  );
}

function beside(part: 'detail' | 'header') {
  return function BesideTabs({ activePanel }: IDockviewHeaderActionsProps) {
    if (activePanel === undefined || !isDeskPanel(activePanel.id)) return null;
    const Part = panels[activePanel.id][part];
    return Part === undefined ? null : (
      <div className={`panel-${part}-place`}>
        <Part />
      </div>
    );
  };
}

const DeskDetail = beside('detail');
const DeskHeader = beside('header');

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
        leftHeaderActionsComponent={DeskDetail}
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
