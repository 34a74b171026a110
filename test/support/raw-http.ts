import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/** Sends exactly these bytes to 127.0.0.1 and gives what came back: for requests that no client would make. */
export function rawRequest(port: number, request: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.setTimeout(5000, () => socket.destroy(new Error(`No end of the answer: ${answer}`)));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (text) => {
      answer += String(text);
      // An upgrade that is let through stays open.
      if (answer.startsWith('HTTP/1.1 101')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const end = answer.indexOf('\r\n\r\n');
      const head = end === -1 ? answer : answer.slice(0, end);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
      resolve({ status, head, body: end === -1 ? '' : answer.slice(end + 4) });
    });
  });
}

/** One request with its header lines as given, in order, duplicates and all. */
export function requestText(
  target: string,
  lines: readonly string[],
  { method = 'GET', body = '' } = {},
): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${target} HTTP/1.1`, ...lines, ...length, 'Connection: close', '', body].join(
    '\r\n',
  );
}
