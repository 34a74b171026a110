import { createServer } from 'node:net';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { maxFrameBytes } from '#shared/contract/frames.ts';

import { runBrowserShell, type RunningShell } from '../../../../test/support/browser-shell.ts';
import { rawRequest, requestText, type RawAnswer } from '../../../../test/support/raw-http.ts';
import { VirtualClock } from '../../../../test/support/virtual-clock.ts';
import { maxWrongTokens } from './guess-limit.ts';
import { invitationLifeMs } from './sessions.ts';

let running: RunningShell;
let clock: VirtualClock;
let port: number;

beforeEach(async () => {
  clock = new VirtualClock();
  running = await runBrowserShell({ clock });
  port = running.shell.port;
});
afterEach(() => running.stop());

const host = (): string => `Host: 127.0.0.1:${port}`;
const origin = (): string => `Origin: http://127.0.0.1:${port}`;
const json = 'Content-Type: application/json';
const tokenOf = (url: string): string => new URL(url).hash.slice(1);

interface Admission {
  cookie: string;
  windowToken: string;
}

function post(target: string, lines: readonly string[], body: string): Promise<RawAnswer> {
  return rawRequest(port, requestText(target, lines, { method: 'POST', body }));
}

async function exchange(token: string, ...more: string[]): Promise<RawAnswer> {
  return post('/session', [host(), origin(), json, ...more], JSON.stringify({ token }));
}

async function admit(...more: string[]): Promise<Admission> {
  const answer = await exchange(tokenOf(running.shell.invitation()), ...more);
  expect(answer.status).toBe(200);
  const cookie = /set-cookie: ([^;]+);/i.exec(answer.head)?.[1] ?? '';
  const windowToken = /"windowToken":"([^"]+)"/.exec(answer.body)?.[1] ?? '';
  return { cookie, windowToken };
}

function ask(target: string, { cookie, windowToken }: Admission): Promise<RawAnswer> {
  const lines = [host(), origin(), json, `Cookie: ${cookie}`, `X-Deskcheck-Window: ${windowToken}`];
  return post(target, lines, '{}');
}

function upgradeLines({ cookie, windowToken }: Admission): string[] {
  return [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: deskcheck.1, token.${windowToken}`,
    `Cookie: ${cookie}`,
  ];
}

/** `Connection: close` of `requestText` would not do for an upgrade. */
function upgrade(lines: readonly string[], target = '/wire'): Promise<RawAnswer> {
  return rawRequest(
    port,
    [`GET ${target} HTTP/1.1`, 'Connection: Upgrade', ...lines, '', ''].join('\r\n'),
  );
}

/** Host lines that are not exactly ours, for whichever port. */
const foreignHosts: readonly [string, (ownPort: number) => string[]][] = [
  ['none', () => []],
  ['an empty one', () => ['Host:']],
  ['localhost', (own) => [`Host: localhost:${own}`]],
  ['localhost with a trailing dot', (own) => [`Host: localhost.:${own}`]],
  ['our address with a trailing dot', (own) => [`Host: 127.0.0.1.:${own}`]],
  ['a name that begins like ours', (own) => [`Host: 127.attacker.example:${own}`]],
  ['a name that contains ours', (own) => [`Host: 127.0.0.1.attacker.example:${own}`]],
  ['another loopback address', (own) => [`Host: 127.0.0.2:${own}`]],
  ['our address in another spelling', (own) => [`Host: 2130706433:${own}`]],
  ['IPv6', (own) => [`Host: [::1]:${own}`]],
  ['no port', () => ['Host: 127.0.0.1']],
  ['another port', (own) => [`Host: 127.0.0.1:${own + 1}`]],
  ['a user before it', (own) => [`Host: a@127.0.0.1:${own}`]],
  ['ours twice', (own) => [`Host: 127.0.0.1:${own}`, `Host: 127.0.0.1:${own}`]],
  ['ours and another', (own) => [`Host: 127.0.0.1:${own}`, 'Host: attacker.example']],
  ['another and ours', (own) => ['Host: attacker.example', `Host: 127.0.0.1:${own}`]],
];

const foreignOrigins: readonly [string, (ownPort: number) => string[]][] = [
  ['none', () => []],
  ['null', () => ['Origin: null']],
  ['an empty one', () => ['Origin:']],
  ['a foreign page', () => ['Origin: https://attacker.example']],
  ['a page that begins like ours', (own) => [`Origin: http://127.0.0.1:${own}.attacker.example`]],
  ['another local port', (own) => [`Origin: http://127.0.0.1:${own + 1}`]],
  ['no port', () => ['Origin: http://127.0.0.1']],
  ['localhost', (own) => [`Origin: http://localhost:${own}`]],
  ['https', (own) => [`Origin: https://127.0.0.1:${own}`]],
  ['a slash behind', (own) => [`Origin: http://127.0.0.1:${own}/`]],
  ['ours twice', (own) => [`Origin: http://127.0.0.1:${own}`, `Origin: http://127.0.0.1:${own}`]],
  ['a foreign one and ours', (own) => ['Origin: null', `Origin: http://127.0.0.1:${own}`]],
];

describe('Host', () => {
  test.each(foreignHosts)('%s gets no page, no session and no WebSocket', async (_, lines) => {
    const own = await admit();
    const page = await rawRequest(port, requestText('/', lines(port)));
    expect([400, 403]).toContain(page.status);
    expect(page.body).not.toContain('Deskcheck');
    const body = JSON.stringify({ token: tokenOf(running.shell.invitation()) });
    const session = await post('/session', [...lines(port), origin(), json], body);
    expect([400, 403]).toContain(session.status);
    const socket = await upgrade([...lines(port), origin(), ...upgradeLines(own)]);
    expect([400, 403]).toContain(socket.status);
  });

  test('a whole URL as the target is not a way around it', async () => {
    const answer = await rawRequest(
      port,
      requestText(`http://127.0.0.1:${port}/`, ['Host: attacker.example']),
    );
    expect(answer.status).toBe(403);
  });
});

describe('Origin', () => {
  test.each(foreignOrigins)('%s changes nothing and gets no WebSocket', async (_, lines) => {
    const own = await admit();
    const token = tokenOf(running.shell.invitation());
    const foreign = lines(port);
    const session = await post('/session', [host(), ...foreign, json], JSON.stringify({ token }));
    expect(session.status).toBe(403);
    const cookie = `Cookie: ${own.cookie}`;
    const window = `X-Deskcheck-Window: ${own.windowToken}`;
    const more = await post('/invitation', [host(), ...foreign, json, cookie, window], '{}');
    expect(more.status).toBe(403);
    expect((await upgrade([host(), ...foreign, ...upgradeLines(own)])).status).toBe(403);
    expect((await exchange(token)).status).toBe(200);
  });
});

describe('invitations', () => {
  test('carry 256 bits and let in one window, once', async () => {
    const token = tokenOf(running.shell.invitation());
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await exchange(token)).status).toBe(200);
    const again = await exchange(token);
    expect(again.status).toBe(401);
    expect(again.body).toContain('used or is too old');
    expect(again.head).not.toMatch(/set-cookie/i);
  });

  test('two at once: one is let in', async () => {
    const token = tokenOf(running.shell.invitation());
    const answers = await Promise.all([exchange(token), exchange(token), exchange(token)]);
    expect(answers.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
  });

  test('expire', async () => {
    const late = tokenOf(running.shell.invitation());
    clock.advance(invitationLifeMs);
    expect((await exchange(late)).status).toBe(401);
    const early = tokenOf(running.shell.invitation());
    clock.advance(invitationLifeMs - 1);
    expect((await exchange(early)).status).toBe(200);
  });

  test('a new one does not make the last one useless', async () => {
    const first = tokenOf(running.shell.invitation());
    const second = tokenOf(running.shell.invitation());
    expect(first).not.toBe(second);
    expect((await exchange(second)).status).toBe(200);
    expect((await exchange(first)).status).toBe(200);
  });

  test('guessing is stopped for a minute, right token or not', async () => {
    for (let guess = 0; guess < maxWrongTokens; guess += 1) {
      expect((await exchange(`guess-${guess}`)).status).toBe(401);
    }
    const token = tokenOf(running.shell.invitation());
    expect((await exchange(token)).status).toBe(429);
    clock.advance(60_001);
    expect((await exchange(token)).status).toBe(200);
  });

  test('a window that is in can ask for one for the next window', async () => {
    const own = await admit();
    const answer = await ask('/invitation', own);
    const url = /"url":"([^"]+)"/.exec(answer.body)?.[1] ?? '';
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#[\\w-]{43}$`));
    expect((await exchange(tokenOf(url))).status).toBe(200);
  });

  test('the cookie is for this desk alone and out of reach of scripts and other sites', async () => {
    const answer = await exchange(tokenOf(running.shell.invitation()));
    expect(answer.head).toMatch(
      new RegExp(
        `set-cookie: deskcheck-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict\\r`,
        'i',
      ),
    );
  });
});

describe('sessions', () => {
  test('a reload needs no new invitation', async () => {
    const own = await admit();
    expect((await ask('/window', own)).status).toBe(200);
    expect((await ask('/window', own)).status).toBe(200);
  });

  test('a second window of the same browser keeps the first one in', async () => {
    const first = await admit();
    const second = await admit(`Cookie: ${first.cookie}`);
    expect(second.cookie).toBe(first.cookie);
    expect(second.windowToken).not.toBe(first.windowToken);
    expect((await ask('/window', first)).status).toBe(200);
    expect((await ask('/window', second)).status).toBe(200);
  });

  test('cookie or window token alone, or those of two sessions, open nothing', async () => {
    const one = await admit();
    const other = await admit();
    const strangers: Admission[] = [
      { cookie: one.cookie, windowToken: other.windowToken },
      { cookie: other.cookie, windowToken: one.windowToken },
      { cookie: one.cookie, windowToken: '' },
      { cookie: one.cookie, windowToken: one.cookie.split('=')[1] ?? '' },
      { cookie: 'a=b', windowToken: one.windowToken },
      { cookie: `deskcheck-${port}=x`, windowToken: one.windowToken },
      { cookie: `${one.cookie}; ${other.cookie}`, windowToken: one.windowToken },
    ];
    for (const stranger of strangers) {
      expect((await ask('/window', stranger)).status).toBe(401);
      expect((await ask('/invitation', stranger)).status).toBe(401);
      expect((await upgrade([host(), origin(), ...upgradeLines(stranger)])).status).toBe(401);
    }
    expect((await upgrade([host(), origin(), ...upgradeLines(one)])).status).toBe(101);
  });

  test('an invitation token is no window token', async () => {
    const own = await admit();
    const windowToken = tokenOf(running.shell.invitation());
    expect((await ask('/window', { cookie: own.cookie, windowToken })).status).toBe(401);
  });
});

describe('the WebSocket', () => {
  test.each([
    ['another path', '/'],
    ['the path with a query', '/wire?token=1'],
    ['the path in another spelling', '/%77ire'],
    ['a path below', '/wire/'],
  ])('%s is not upgraded', async (_, target) => {
    const own = await admit();
    const answer = await upgrade([host(), origin(), ...upgradeLines(own)], target);
    expect(answer.status).toBe(404);
  });

  test('anything else that asks for an upgrade is refused', async () => {
    const own = await admit();
    const lines = upgradeLines(own).map((line) => line.replace('websocket', 'h2c'));
    expect((await upgrade([host(), origin(), ...lines])).status).toBe(400);
  });

  test.each([
    ['no subprotocol', (): string[] => []],
    ['the token without the protocol', (token: string): string[] => [`token.${token}`]],
    ['the token first', (token: string): string[] => [`token.${token}`, 'deskcheck.1']],
    ['two tokens', (token: string): string[] => ['deskcheck.1', 'token.x', `token.${token}`]],
  ])('%s is refused', async (_, offered) => {
    const own = await admit();
    const lines = upgradeLines(own).filter((line) => !line.startsWith('Sec-WebSocket-Protocol'));
    const protocols = offered(own.windowToken).join(', ');
    const offer = protocols === '' ? [] : [`Sec-WebSocket-Protocol: ${protocols}`];
    expect((await upgrade([host(), origin(), ...lines, ...offer])).status).toBe(401);
  });

  function open(own: Admission): WebSocket {
    return new WebSocket(
      `ws://127.0.0.1:${port}/wire`,
      ['deskcheck.1', `token.${own.windowToken}`],
      { headers: { cookie: own.cookie }, origin: `http://127.0.0.1:${port}` },
    );
  }

  async function closeCode(socket: WebSocket): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    socket.on('close', resolve);
    socket.on('error', () => undefined);
    return promise;
  }

  test('speaks the desk’s protocol and never echoes the token', async () => {
    const own = await admit();
    const answer = await upgrade([host(), origin(), ...upgradeLines(own)]);
    expect(answer.status).toBe(101);
    expect(answer.head).toMatch(/sec-websocket-protocol: deskcheck\.1\r?$/im);
    expect(answer.head).not.toContain(own.windowToken);
  });

  test.each([
    ['a frame that is too large', 'x'.repeat(maxFrameBytes + 1), 1009],
    ['bytes', Buffer.from('{"t":"took","id":1}'), 1008],
    ['text that is not JSON', 'hello', 1008],
    ['an unknown kind of frame', '{"t":"subscribe","id":1}', 1008],
  ])('%s closes it', async (_, data, code) => {
    const socket = open(await admit());
    const closed = closeCode(socket);
    socket.on('open', () => socket.send(data));
    expect(await closed).toBe(code);
    expect((await admit()).windowToken).not.toBe('');
  });

  test('an unknown channel is answered with a refusal', async () => {
    const socket = open(await admit());
    const { promise, resolve } = Promise.withResolvers<string>();
    socket.on('message', (data: Buffer) => resolve(data.toString()));
    socket.on('open', () =>
      socket.send('{"t":"call","id":7,"command":"desk.shutdown","input":{}}'),
    );
    expect(JSON.parse(await promise)).toMatchObject({
      t: 'failed',
      id: 7,
      error: { code: 'unknown-command' },
    });
    socket.terminate();
  });
});

describe('requests', () => {
  const tooLong = `{"token":"${'x'.repeat(5000)}"}`;
  test.each([
    ['text/plain', 'Content-Type: text/plain', '{}', 415],
    ['a form', 'Content-Type: application/x-www-form-urlencoded', 'token=1', 415],
    ['JSON with a parameter', 'Content-Type: application/json; charset=utf-16', '{}', 415],
    ['JSON in another case', 'Content-Type: Application/JSON', '{}', 415],
    ['no type at all', 'X-Nothing: 1', '{}', 415],
    ['two types', `${json}\r\n${json}`, '{}', 415],
    ['a body that is too large', json, tooLong, 413],
    ['a body that is not JSON', json, '{', 400],
    ['a body that is no object', json, '[]', 400],
    ['a field too many', json, '{"token":"x","admin":true}', 400],
    ['a token that is no text', json, '{"token":{"$ne":1}}', 400],
    ['a prototype', json, '{"__proto__":{"token":"x"}}', 400],
  ])('%s is refused', async (_, type, body, status) => {
    expect((await post('/session', [host(), origin(), type], body)).status).toBe(status);
  });

  test('a body that grows past its limit without saying so is refused', async () => {
    const chunk = `1000\r\n${'x'.repeat(0x10_00)}\r\n`;
    const lines = [host(), origin(), json, 'Transfer-Encoding: chunked', 'Connection: close'];
    const text = ['POST /session HTTP/1.1', ...lines, '', `${chunk}${chunk}0\r\n\r\n`].join('\r\n');
    expect((await rawRequest(port, text)).status).toBe(413);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s is not taken',
    async (method) => {
      for (const target of ['/', '/session', '/wire', '/assets/main-1a.js']) {
        const lines = [host(), origin(), json];
        const answer = await rawRequest(port, requestText(target, lines, { method }));
        expect(answer.status).toBe(405);
        expect(answer.head).not.toMatch(/access-control/i);
      }
    },
  );

  test('posting anywhere else finds nothing', async () => {
    expect((await post('/', [host(), origin(), json], '{}')).status).toBe(404);
    expect((await post('/wire', [host(), origin(), json], '{}')).status).toBe(404);
  });

  test('a header block that is too large is refused', async () => {
    const lines = [host(), `X-Long: ${'x'.repeat(20_000)}`];
    expect((await rawRequest(port, requestText('/', lines))).status).toBe(431);
  });
});

describe('the page', () => {
  const get = (target: string): Promise<RawAnswer> =>
    rawRequest(port, requestText(target, [host()]));

  test('carries one nonce in policy and page, another each time', async () => {
    const first = await get('/');
    const second = await get('/index.html');
    const nonces = [first, second].map(({ head, body }) => {
      const nonce = /style-src 'self' 'nonce-([\w-]{22})'/.exec(head)?.[1] ?? '';
      expect(body).toContain(`content="${nonce}"`);
      expect(body).not.toContain('__CSP_NONCE__');
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('has the strict policy, on errors too', async () => {
    for (const target of ['/', '/assets/main-1a.js', '/nothing', '/%']) {
      const { head } = await get(target);
      expect(head).toContain("default-src 'none'");
      expect(head).toContain("script-src 'self';");
      expect(head).toContain("frame-ancestors 'none'");
      expect(head).not.toContain('unsafe');
      expect(head).toMatch(/x-content-type-options: nosniff/i);
      expect(head).toMatch(/referrer-policy: no-referrer/i);
      expect(head).toMatch(/cross-origin-opener-policy: same-origin/i);
      expect(head).toMatch(/cross-origin-resource-policy: same-origin/i);
      expect(head).toMatch(/permissions-policy: .*camera=\(\)/i);
      expect(head).not.toMatch(/access-control/i);
    }
    expect((await get('/')).head).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
  });

  test('comes with its files, by their types', async () => {
    const script = await get('/assets/main-1a.js');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.head).toMatch(/content-type: text\/javascript/i);
    expect((await get('/assets/main-1a.css')).head).toMatch(/content-type: text\/css/i);
  });

  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/assets/..%252f..%252fsecret.js',
    '/assets/main-1a.js%00.css',
    '/%00',
    '//secret.js',
    '/./assets/main-1a.js',
    '/assets//main-1a.js',
    '/assets/%6dain-1a.js',
    '/assets/',
    '/assets',
    '/assets/link.js',
    '/.env',
    '/etc/passwd',
    '/%',
    '/%ff',
  ])('%s leads nowhere', async (target) => {
    const answer = await get(target);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('secret');
  });
});

describe('the port', () => {
  test('is on 127.0.0.1 only', async () => {
    const elsewhere = createServer();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    elsewhere.once('error', () => resolve(false));
    // Taking the same port of another loopback address only works when the shell has not taken all addresses.
    elsewhere.listen(port, '127.0.0.2', () => resolve(true));
    expect(await promise).toBe(true);
    elsewhere.close();
  });

  test('in use: another is taken, and it says so', async () => {
    const second = await runBrowserShell({ port });
    expect(second.shell.portWanted).toBe(port);
    expect(second.shell.port).not.toBe(port);
    expect(second.log.lines).toContainEqual({
      level: 'warn',
      fields: { portWanted: port, port: second.shell.port, host: '127.0.0.1' },
      message: 'port is in use, took another',
    });
    const page = requestText('/', [`Host: 127.0.0.1:${second.shell.port}`]);
    expect((await rawRequest(second.shell.port, page)).status).toBe(200);
    await second.stop();
  });

  test('is free again after closing, with windows open', async () => {
    const own = await admit();
    const socket = new WebSocket(
      `ws://127.0.0.1:${port}/wire`,
      ['deskcheck.1', `token.${own.windowToken}`],
      { headers: { cookie: own.cookie }, origin: `http://127.0.0.1:${port}` },
    );
    await new Promise((resolve) => {
      socket.once('open', resolve);
    });
    const closed = new Promise((resolve) => {
      socket.once('close', resolve);
    });
    await running.stop();
    expect(await closed).toBe(1001);
    running = await runBrowserShell({ port });
    expect(running.shell.port).toBe(port);
  });
});
