import { fileURLToPath } from 'node:url';

import { chromium, type Page } from '@playwright/test';
import { z } from 'zod';

import type { Alert } from '#shared/domain/alert.ts';

import { systemPorts } from '../../src/main/desk/ports.ts';
import { startBrowserShell } from '../../src/main/shells/browser/start-browser-shell.ts';
import { HandFeed } from '../support/desk-double.ts';
import { badDay } from './bad-day.ts';
import { startBenchDesk, type BenchDesk } from './bench-desk.ts';
import type { BenchResult, Figure } from './figures.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { Latencies } from './latencies.ts';
import { pause } from './pause.ts';

const MANY = 10_000;
/** What a quiet day leaves: the console's own pace on this machine. */
const FEW = 10;
/** An alert changes this often, milliseconds. */
const CHANGE_EVERY_MS = 100;
const KEYS = 60;
const WHEELS = 60;
/** A person who works the queue by key or wheel, milliseconds between two. */
const STEP_MS = 50;
/** Above it a person sees the screen stutter. */
const FLUID_MS = 50;

/** In the page: keeps the moment of every frame from now on. */
const countFrames = `(() => {
  const counted = { frames: [], stopped: false };
  const next = (at) => {
    if (counted.stopped) return;
    counted.frames.push(at);
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  globalThis.counted = counted;
})()`;
/** In the page: stops that, and gives the moments, milliseconds. */
const framesCounted = `(counted.stopped = true, counted.frames)`;

const rendererDir = fileURLToPath(new URL('../../out/renderer', import.meta.url));

interface OnScreen {
  /** From the key that opens the screen to the first row of the queue. */
  openedMs: number;
  keys: Latencies;
  wheel: Latencies;
}

/** The alert screen with ten thousand alerts in a real browser: how long from one of its frames to the next. */
export async function benchAlertsOnScreen(): Promise<BenchResult> {
  const gateway = await startGatewayProcess({});
  const desk = await startBenchDesk(gateway);
  try {
    const few = await onScreen(desk, FEW);
    const many = await onScreen(desk, MANY);
    return {
      name: 'alerts-on-screen',
      title: 'Ten thousand alerts on a screen',
      how: `The built console in a headless Chromium over a real WebSocket, 1440×900, drawn by software; ${MANY.toLocaleString('en-US')} alerts, half of them resolved, all of them in the queue, one of which changes ten times a second. ${KEYS} rows down by key, then ${WHEELS} turns of the wheel, ${STEP_MS} ms apart: the time between two frames meanwhile. Beside it the same screen with ${FEW} alerts.`,
      figures: [
        figure('frame to frame by key, p99', many.keys, few.keys, 99, FLUID_MS),
        figure('frame to frame by key, p50', many.keys, few.keys, 50, null),
        figure('frame to frame by wheel, p99', many.wheel, few.wheel, 99, FLUID_MS),
        figure('frame to frame by wheel, p50', many.wheel, few.wheel, 50, null),
        {
          what: 'the screen opens',
          unit: 'ms',
          value: many.openedMs,
          beside: [{ name: `with ${FEW}`, value: few.openedMs }],
          target: { atMost: 1000 },
        },
      ],
    };
  } finally {
    await desk.close();
    await gateway.close();
  }
}

function figure(
  what: string,
  many: Latencies,
  few: Latencies,
  percentile: number,
  atMost: number | null,
): Figure {
  return {
    what,
    unit: 'ms',
    value: many.percentile(percentile),
    beside: [{ name: `with ${FEW}`, value: few.percentile(percentile) }],
    target: atMost === null ? null : { atMost },
  };
}

async function onScreen(desk: BenchDesk, count: number): Promise<OnScreen> {
  const feed = new HandFeed<Alert>();
  feed.held = badDay(count, Date.now());
  const { clock, ids, secrets } = systemPorts();
  const shell = await startBrowserShell({
    service: { ...desk.service, topics: { ...desk.service.topics, alerts: () => feed } },
    caller: () => desk.caller,
    rendererDir,
    port: 0,
    metrics: { token: 'of-the-bench-and-nobody-asks-for-the-metrics', text: () => '' },
    clock,
    ids,
    secrets,
    log: { info: () => {}, warn: () => {}, error: console.error },
  });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const changing = setInterval(() => changeOne(feed), CHANGE_EVERY_MS);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(shell.invitation());
    return await measure(page);
  } finally {
    clearInterval(changing);
    await browser.close();
    await shell.close();
  }
}

/** Where `npm run bench` has found or installed a Chromium. */
function chromiumPath(): string {
  const path = process.env['CHROMIUM_PATH'];
  if (path === undefined) throw new Error('CHROMIUM_PATH names no Chromium. Use `npm run bench`.');
  return path;
}

function changeOne(feed: HandFeed<Alert>): void {
  const [first, ...others] = feed.held;
  if (first === undefined) throw new Error('There is no alert to change.');
  const changed = { ...first, count: first.count + 1 };
  feed.held = [changed, ...others];
  feed.publish(changed);
}

async function measure(page: Page): Promise<OnScreen> {
  await page.getByRole('button', { name: /^Link: Ready/ }).waitFor({ timeout: 60_000 });
  const queue = page.getByRole('main', { name: 'Alerts' }).getByRole('row');
  const before = performance.now();
  await page.keyboard.press('3');
  await queue.nth(1).waitFor();
  const openedMs = performance.now() - before;
  await page.getByRole('main', { name: 'Alerts' }).getByText('All', { exact: true }).click();
  await queue.nth(1).hover();
  // What the screen does as it opens is not what a person feels who works on it.
  await pause(1000);
  const keys = await framesWhile(page, KEYS, () => page.keyboard.press('j'));
  const wheel = await framesWhile(page, WHEELS, () => page.mouse.wheel(0, 400));
  return { openedMs, keys, wheel };
}

/** The times between frames of the page while something is done again and again. */
async function framesWhile(
  page: Page,
  times: number,
  act: () => Promise<void>,
): Promise<Latencies> {
  await page.evaluate(countFrames);
  for (let time = 0; time < times; time += 1) {
    await act();
    await pause(STEP_MS);
  }
  const frames = z.array(z.number()).parse(await page.evaluate(framesCounted));
  const latencies = new Latencies();
  for (const [index, at] of frames.entries()) {
    const earlier = frames[index - 1];
    if (earlier !== undefined) latencies.addMs(at - earlier);
  }
  return latencies;
}
