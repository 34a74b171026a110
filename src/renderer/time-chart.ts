import { ColorType, TickMarkType, type Time, type UTCTimestamp } from 'lightweight-charts';

import { exchangeZone, formatDate, formatTime } from './format.ts';
import { readColour } from './theme.ts';

/** What every chart over time has in common: how it names times, and the colours of its ground. */

// The library brands a plain number; every number of seconds is a time to it.
function isTimestamp(time: number): time is UTCTimestamp {
  return Number.isFinite(time);
}

/** Epoch seconds as the chart library wants them. Throws a RangeError for what is no number. */
export function timeOf(seconds: number): UTCTimestamp {
  if (!isTimestamp(seconds)) throw new RangeError(`There is no such time: ${String(seconds)}.`);
  return seconds;
}

function millisecondsOf(time: Time): number {
  return typeof time === 'number' ? time * 1_000 : Number.NaN;
}

/** How times are written: days by their date, shorter spans by the exchange's time. */
export function timeFormats(daily: boolean): {
  timeFormatter: (time: Time) => string;
  tickMarkFormatter: (time: Time, type: TickMarkType) => string;
} {
  const zone = daily ? 'UTC' : exchangeZone;
  return {
    timeFormatter: (time) => {
      const at = millisecondsOf(time);
      const date = formatDate(at, zone);
      return daily ? date : `${date} ${formatTime(at, zone).slice(0, 5)} ET`;
    },
    tickMarkFormatter: (time, type) => {
      const at = millisecondsOf(time);
      const date = formatDate(at, zone);
      switch (type) {
        case TickMarkType.Year:
          return date.slice(0, 4);
        case TickMarkType.Month:
          return date.slice(0, 7);
        case TickMarkType.DayOfMonth:
          return date.slice(5);
        case TickMarkType.Time:
        case TickMarkType.TimeWithSeconds:
          return formatTime(at, zone).slice(0, 5);
      }
    },
  };
}

/** The ground of a chart in the colours of the theme shown now. */
export function groundColours() {
  return {
    layout: {
      background: { type: ColorType.Solid as const, color: readColour('panel') },
      textColor: readColour('muted'),
      fontFamily: readColour('font'),
    },
    grid: { vertLines: { visible: false }, horzLines: { color: readColour('line') } },
    crosshair: {
      vertLine: { color: readColour('muted'), labelBackgroundColor: readColour('raised') },
      horzLine: { color: readColour('muted'), labelBackgroundColor: readColour('raised') },
    },
  };
}
