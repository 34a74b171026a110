import { Tabs } from '@mantine/core';

import { formatQuantity } from '../../format.ts';
import { orders, useStatus } from '../../stores/desk-topics.ts';
import {
  riskTabs,
  showRiskTab,
  useNavigation,
  type RiskTab,
} from '../../stores/navigation-store.ts';
import { useTopic } from '../../stores/topic-store.ts';
import { Breaks } from './Breaks.tsx';
import { DayPnlChart } from './DayPnlChart.tsx';
import { DeniedOrders } from './DeniedOrders.tsx';
import { Exposure } from './Exposure.tsx';
import { RiskHeadline } from './RiskHeadline.tsx';
import { WhatIf } from './WhatIf.tsx';

function DeniedCount() {
  const count = useTopic(orders, ({ rows }) => {
    let denied = 0;
    for (const { status } of rows.values()) if (status === 'DENIED') denied += 1;
    return denied;
  });
  return <span className="muted"> {formatQuantity(count)}</span>;
}

function BreakCount() {
  const count = useStatus((status) => status.breaks.length) ?? 0;
  return count === 0 ? (
    <span className="muted"> 0</span>
  ) : (
    <span className="severity-warning"> ▲ {formatQuantity(count)}</span>
  );
}

const tabs: Record<
  RiskTab,
  { word: string; Count: (() => React.JSX.Element) | null; Panel: () => React.JSX.Element }
> = {
  exposure: { word: 'Exposure', Count: null, Panel: Exposure },
  denied: { word: 'Denied orders', Count: DeniedCount, Panel: DeniedOrders },
  breaks: { word: 'Breaks', Count: BreakCount, Panel: Breaks },
  'what-if': { word: 'What if', Count: null, Panel: WhatIf },
};

/** What the desk risks: its figures, the day, and one of its lists at a time. */
export function RiskRight() {
  const shown = useNavigation((state) => state.riskTab);
  return (
    <div className="risk-right">
      <RiskHeadline />
      <DayPnlChart />
      <Tabs
        className="risk-tabs"
        value={shown}
        keepMounted={false}
        onChange={(value) => {
          const tab = riskTabs.find((each) => each === value);
          if (tab !== undefined) showRiskTab(tab);
        }}
      >
        <Tabs.List aria-label="What the desk risks">
          {riskTabs.map((tab) => {
            const { word, Count } = tabs[tab];
            return (
              <Tabs.Tab key={tab} value={tab}>
                {word}
                {Count !== null && <Count />}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        {riskTabs.map((tab) => {
          const { Panel } = tabs[tab];
          return (
            <Tabs.Panel key={tab} value={tab} className="risk-panel">
              <Panel />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </div>
  );
}
