import { request } from 'node:https';

/** Milliseconds for all of it. */
const LIMIT = 5000;

/**
 * Posts JSON over HTTPS: once, without following redirects.
 * @returns null when it was taken, else why not, without the URL: what stands behind the host is a secret.
 */
export function post(url: URL, body: string): Promise<string | null> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'plimsoll',
    };
    const sent = request(url, { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(LIMIT) });
    sent.once('response', (response) => {
      const status = response.statusCode ?? 0;
      // What it answers is of no interest, and may be without end.
      response.destroy();
      resolve(status >= 200 && status < 300 ? null : `${url.host} answered with status ${status}`);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.name === 'AbortError' ? `no answer within ${LIMIT / 1000} s` : (error.code ?? error.name);
      resolve(`${url.host}: ${why}`);
    });
    sent.end(body);
  });
}
