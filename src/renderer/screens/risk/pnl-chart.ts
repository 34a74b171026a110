import {
  BaselineSeries,
  createChart,
  CrosshairMode,
  LineStyle,
  type IPriceLine,
} from 'lightweight-charts';

import { formatSigned } from '../../format.ts';
import { canvasFontSize, readColour } from '../../theme.ts';
import { groundColours, timeFormats, timeOf } from '../../time-chart.ts';
import { pnlRange, type PnlMinute } from './pnl-line.ts';

/** A line that the P&L must not reach, in the base currency. */
export interface PnlLine {
  at: number;
  title: string;
  colour: 'critical' | 'warning';
}

/** The day's P&L on a canvas: above nothing in the one colour, below it in the other. */
export interface PnlChart {
  setMinutes(minutes: readonly PnlMinute[]): void;
  setLines(lines: readonly PnlLine[]): void;
  /** Takes the colours of the theme shown now. */
  paint(): void;
  destroy(): void;
}

/** Draws a chart into an element; it follows the element's size. */
export function drawPnlChart(element: HTMLElement): PnlChart {
  const { timeFormatter, tickMarkFormatter } = timeFormats(false);
  const priceFormatter = (value: number): string => formatSigned(value, 0);
  const chart = createChart(element, {
    autoSize: true,
    layout: { attributionLogo: false, fontSize: canvasFontSize },
    crosshair: { mode: CrosshairMode.Normal },
    handleScroll: false,
    handleScale: false,
    localization: { priceFormatter, timeFormatter },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.04, bottom: 0.04 } },
    timeScale: { borderVisible: false, timeVisible: true, rightOffset: 2, tickMarkFormatter },
  });
  const pnl = chart.addSeries(BaselineSeries, {
    baseValue: { type: 'price', price: 0 },
    priceLineVisible: false,
    autoscaleInfoProvider: () => {
      const { lowest, highest } = pnlRange(minutes, Math.min(0, ...lines.map(({ at }) => at)));
      return { priceRange: { minValue: lowest, maxValue: highest } };
    },
  });
  let minutes: readonly PnlMinute[] = [];
  let lines: readonly PnlLine[] = [];
  let drawn: IPriceLine[] = [];

  const drawLines = (): void => {
    for (const line of drawn) pnl.removePriceLine(line);
    drawn = lines.map(({ at, title, colour }) =>
      pnl.createPriceLine({
        price: at,
        title,
        color: readColour(colour),
        lineStyle: LineStyle.Dashed,
        lineWidth: 1,
        axisLabelVisible: true,
        axisLabelColor: readColour(`${colour}-soft`),
        axisLabelTextColor: readColour(colour),
      }),
    );
  };
  const paint = (): void => {
    chart.applyOptions(groundColours());
    pnl.applyOptions({
      lineWidth: 2,
      topLineColor: readColour('up'),
      topFillColor1: readColour('up-soft'),
      topFillColor2: readColour('up-soft'),
      bottomLineColor: readColour('down'),
      bottomFillColor1: readColour('down-soft'),
      bottomFillColor2: readColour('down-soft'),
    });
    drawLines();
  };
  paint();

  return {
    setMinutes: (next) => {
      minutes = next;
      pnl.setData(
        next.map(({ time, dayPnl }) =>
          dayPnl === null ? { time: timeOf(time) } : { time: timeOf(time), value: dayPnl },
        ),
      );
      chart.timeScale().fitContent();
    },
    setLines: (next) => {
      lines = next;
      drawLines();
    },
    paint,
    destroy: () => {
      chart.remove();
    },
  };
}
