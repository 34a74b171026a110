import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  runBrowserShell,
  trialMetricsToken,
  type RunningShell,
} from '../../../../test/support/browser-shell.ts';
import { rawRequest, requestText, type RawAnswer } from '../../../../test/support/raw-http.ts';
import { VirtualClock } from '../../../../test/support/virtual-clock.ts';
import { maxWrongTokens } from './guess-limit.ts';

let running: RunningShell;
let clock: VirtualClock;
let port: number;
let scrapes: number;
beforeEach(async () => {
  clock = new VirtualClock();
  scrapes = 0;
  running = await runBrowserShell({
    clock,
    metricsText: () => `scrapes_total ${(scrapes += 1)}\n`,
  });
  port = running.shell.port;
});
afterEach(() => running.stop());

const bearer = (token = trialMetricsToken): string => `Authorization: Bearer ${token}`;

function scrape(lines: readonly string[], target = '/metrics', method = 'GET'): Promise<RawAnswer> {
  return rawRequest(port, requestText(target, [`Host: 127.0.0.1:${port}`, ...lines], { method }));
}

describe('with the token', () => {
  test('the figures of this moment, in the text format of Prometheus', async () => {
    const first = await scrape([bearer()]);
    expect(first.status).toBe(200);
    expect(first.head).toMatch(/content-type: text\/plain; version=0\.0\.4; charset=utf-8\r?\n/i);
    expect(first.head).toMatch(/cache-control: no-store/i);
    expect(first.body).toBe('scrapes_total 1\n');
    expect((await scrape([bearer()])).body).toBe('scrapes_total 2\n');
  });

  test('HEAD has no body', async () => {
    const answer = await scrape([bearer()], '/metrics', 'HEAD');
    expect(answer).toMatchObject({ status: 200, body: '' });
  });

  test('nothing else of the desk opens with it', async () => {
    const json = ['Content-Type: application/json', `Origin: http://127.0.0.1:${port}`];
    const host = `Host: 127.0.0.1:${port}`;
    for (const target of ['/window', '/invitation']) {
      const request = requestText(
        target,
        [host, ...json, bearer(), `X-Deskcheck-Window: ${trialMetricsToken}`],
        { method: 'POST', body: '{}' },
      );
      expect((await rawRequest(port, request)).status).toBe(401);
    }
    const body = JSON.stringify({ token: trialMetricsToken });
    const session = requestText('/session', [host, ...json], { method: 'POST', body });
    expect((await rawRequest(port, session)).status).toBe(401);
  });
});

describe('refused:', () => {
  const invitation = (): string => new URL(running.shell.invitation()).hash.slice(1);
  test.each<[string, () => string[]]>([
    ['no token', () => []],
    ['an empty header', () => ['Authorization:']],
    ['an empty token', () => ['Authorization: Bearer ']],
    ['a wrong token', () => [bearer('b'.repeat(43))]],
    ['the token less its last letter', () => [bearer(trialMetricsToken.slice(0, -1))]],
    ['the token and a letter more', () => [bearer(`${trialMetricsToken}a`)]],
    ['the token in capitals', () => [bearer(trialMetricsToken.toUpperCase())]],
    ['the token without its scheme', () => [`Authorization: ${trialMetricsToken}`]],
    ['another scheme', () => [`Authorization: Basic ${trialMetricsToken}`]],
    ['two tokens, the first right', () => [bearer(), bearer('b')]],
    ['two tokens, the last right', () => [bearer('b'), bearer()]],
    ['the token as a cookie', () => [`Cookie: token=${trialMetricsToken}`]],
    ["a window's invitation", () => [bearer(invitation())]],
  ])('%s', async (_, lines) => {
    const answer = await scrape(lines());
    expect(answer.status).toBe(401);
    expect(answer.head).toMatch(/www-authenticate: Bearer/i);
    expect(answer.body).toContain('docs/metrics.md');
    expect(scrapes).toBe(0);
  });

  test('the token in the URL', async () => {
    const answer = await scrape([], `/metrics?token=${trialMetricsToken}`);
    expect(answer.status).toBe(401);
    expect(scrapes).toBe(0);
  });

  test.each(['/%6detrics', '/metrics?', '/metrics?a=b', '//metrics', '/METRICS', '/metrics/'])(
    'the path spelled %s without the token',
    async (target) => {
      const answer = await scrape([], target);
      expect([401, 404]).toContain(answer.status);
      expect(scrapes).toBe(0);
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'the method %s, with the token',
    async (method) => {
      const origin = `Origin: http://127.0.0.1:${port}`;
      const answer = await scrape([bearer(), origin], '/metrics', method);
      expect(answer.status).toBe(405);
      expect(scrapes).toBe(0);
    },
  );

  test.each<[string, () => string[]]>([
    ['none', () => []],
    ['localhost', () => [`Host: localhost:${port}`]],
    ['a foreign name', () => [`Host: attacker.example:${port}`]],
    ['another port', () => [`Host: 127.0.0.1:${port + 1}`]],
    ['ours twice', () => [`Host: 127.0.0.1:${port}`, `Host: 127.0.0.1:${port}`]],
  ])('Host %s, with the token', async (_, host) => {
    const answer = await rawRequest(port, requestText('/metrics', [...host(), bearer()]));
    expect([400, 403]).toContain(answer.status);
    expect(scrapes).toBe(0);
  });

  test('no refusal gives the token away, nor does the log', async () => {
    const answer = await scrape([bearer('b')]);
    expect(answer.head + answer.body).not.toContain(trialMetricsToken);
    await scrape([bearer()]);
    expect(JSON.stringify(running.log.lines)).not.toContain(trialMetricsToken);
    expect(running.log.lines).toContainEqual({
      level: 'warn',
      fields: { status: 401 },
      message: 'metrics refused',
    });
  });
});

describe('guessing', () => {
  const guess = async (): Promise<void> => {
    for (let each = 0; each < maxWrongTokens; each += 1) {
      expect((await scrape([bearer(`guess-${each}`)])).status).toBe(401);
    }
  };

  test('is stopped for a minute, right token or not', async () => {
    await guess();
    expect((await scrape([bearer()])).status).toBe(429);
    clock.advance(60_001);
    expect((await scrape([bearer()])).status).toBe(200);
  });

  test('does not shut windows out, nor do wrong links shut the scraper out', async () => {
    await guess();
    const exchange = (token: string): Promise<RawAnswer> =>
      rawRequest(
        port,
        requestText(
          '/session',
          [
            `Host: 127.0.0.1:${port}`,
            `Origin: http://127.0.0.1:${port}`,
            'Content-Type: application/json',
          ],
          { method: 'POST', body: JSON.stringify({ token }) },
        ),
      );
    const invitation = new URL(running.shell.invitation()).hash.slice(1);
    expect((await exchange(invitation)).status).toBe(200);
    clock.advance(60_001);
    for (let each = 0; each < maxWrongTokens; each += 1) await exchange(`guess-${each}`);
    expect((await exchange('one more')).status).toBe(429);
    expect((await scrape([bearer()])).status).toBe(200);
  });

  test('what a page can send, a request without a token, uses up no guesses', async () => {
    for (let each = 0; each < 2 * maxWrongTokens; each += 1) {
      expect((await scrape(['Origin: https://attacker.example'])).status).toBe(401);
    }
    expect((await scrape([bearer()])).status).toBe(200);
  });
});

test('figures that cannot be read are a fault that is logged, not a page that looks whole', async () => {
  await running.stop();
  running = await runBrowserShell({
    clock,
    metricsText() {
      throw new Error('no figures');
    },
  });
  port = running.shell.port;
  const answer = await scrape([bearer()]);
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('no figures');
  expect(running.log.lines.some(({ level }) => level === 'error')).toBe(true);
});
