import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  type CandlestickData,
  type HistogramData,
  type SeriesMarker,
  type Time,
} from 'lightweight-charts';

import { priceDigits } from '#shared/domain/instrument.ts';
import type { Bar } from '#shared/domain/quote.ts';

import { formatPrice } from '../../format.ts';
import { canvasFontSize, readColour } from '../../theme.ts';
import { groundColours, timeFormats, timeOf } from '../../time-chart.ts';
import type { FillMark } from './chart-bars.ts';

/** A candle chart on a canvas: told what to show, knows nothing of where it comes from. */
export interface PriceChart {
  /** How prices and times are written. Days are named by their date, shorter bars by the exchange's time. */
  setScale(minTick: number, daily: boolean): void;
  setBars(bars: readonly Bar[]): void;
  /** Adds a bar at the end or changes the last one. */
  updateBar(bar: Bar): void;
  setMarks(marks: readonly FillMark[]): void;
  /** Takes the colours of the theme shown now. */
  paint(): void;
  showNewest(): void;
  destroy(): void;
}

const newestBars = 90;

/** Draws a chart into an element; it follows the element's size. */
export function drawPriceChart(element: HTMLElement): PriceChart {
  const chart = createChart(element, {
    autoSize: true,
    layout: { attributionLogo: false, fontSize: canvasFontSize },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.06, bottom: 0.2 } },
    timeScale: { borderVisible: false, timeVisible: true, rightOffset: 4, minBarSpacing: 1 },
  });
  const candles = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceLineStyle: LineStyle.Dashed,
  });
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
  const markers = createSeriesMarkers(candles, []);

  let bars: readonly Bar[] = [];
  let marks: readonly FillMark[] = [];
  let colours = { up: '', down: '' };

  const candleOf = ({ time, open, high, low, close }: Bar): CandlestickData => ({
    time: timeOf(time),
    open,
    high,
    low,
    close,
  });
  const volumeOf = ({ time, open, close, volume }: Bar): HistogramData => ({
    time: timeOf(time),
    value: volume,
    color: close >= open ? colours.up : colours.down,
  });
  const markerOf = ({ time, side }: FillMark): SeriesMarker<Time> => ({
    time: timeOf(time),
    position: side === 'BUY' ? 'belowBar' : 'aboveBar',
    shape: side === 'BUY' ? 'arrowUp' : 'arrowDown',
    color: readColour(side === 'BUY' ? 'buy' : 'sell'),
  });

  const setBars = (next: readonly Bar[]): void => {
    bars = next;
    candles.setData(next.map(candleOf));
    volumes.setData(next.map(volumeOf));
  };

  const paint = (): void => {
    colours = { up: readColour('up-volume'), down: readColour('down-volume') };
    chart.applyOptions(groundColours());
    candles.applyOptions({
      upColor: readColour('up'),
      downColor: readColour('down'),
      wickUpColor: readColour('up'),
      wickDownColor: readColour('down'),
      priceLineColor: readColour('accent'),
    });
    volumes.setData(bars.map(volumeOf));
    markers.setMarkers(marks.map(markerOf));
  };
  paint();

  return {
    setScale: (minTick, daily) => {
      const { timeFormatter, tickMarkFormatter } = timeFormats(daily);
      candles.applyOptions({
        priceFormat: {
          type: 'custom',
          minMove: minTick,
          formatter: (price: number) => formatPrice(price, minTick),
        },
      });
      chart.applyOptions({
        localization: {
          priceFormatter: (price: number) => price.toFixed(priceDigits(minTick)),
          timeFormatter,
        },
        timeScale: { timeVisible: !daily, tickMarkFormatter },
      });
    },
    setBars,
    updateBar: (bar) => {
      const last = bars.at(-1);
      bars = last?.time === bar.time ? [...bars.slice(0, -1), bar] : [...bars, bar];
      candles.update(candleOf(bar));
      volumes.update(volumeOf(bar));
    },
    setMarks: (next) => {
      marks = next;
      markers.setMarkers(next.map(markerOf));
    },
    paint,
    showNewest: () => {
      chart.timeScale().setVisibleLogicalRange({
        from: bars.length - newestBars,
        to: bars.length + 3,
      });
    },
    destroy: () => {
      chart.remove();
    },
  };
}
