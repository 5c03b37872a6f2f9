/**
 * A server for pages, on this machine alone: the bench's own modules under `/bench/`, what was built for this run
 * under `/files/`. Nothing is cached, so that every contestant loads from nothing; pages are cross-origin isolated,
 * which makes their clocks fine and lets threads share memory.
 */

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

/** @import { ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */

const bench = fileURLToPath(new URL('../', import.meta.url));

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  // Compiled while it arrives only under this name.
  '.wasm': 'application/wasm',
};

/** What runs in each page. @type {Readonly<Record<string, string>>} */
const scripts = { '/page': 'page.mjs', '/worker': 'worker-page.mjs', '/gpu': 'gpu-page.mjs' };

/** @param {string} script */
const pageOf = script => `<!doctype html>
<title>Netwright bench</title>
<link rel="icon" href="data:,">
<script type="module" src="/bench/browser/${script}"></script>`;

const headers = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * @param {string} work
 * @returns {Promise<{ origin: string, close(): void }>}
 */
export async function serve(work) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = scripts[pathname];
    if (script !== undefined) {
      response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end(pageOf(script));
    } else {
      void send(response, fileAt(decodeURIComponent(pathname), work));
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {string} path
 * @param {string} work
 * @returns {string | undefined}
 */
function fileAt(path, work) {
  const [, folder, rest = ''] = /^\/(bench|files)\/(.+)$/.exec(normalize(path).replaceAll('\\', '/')) ?? [];
  if (folder === undefined) return undefined;
  return join(folder === 'bench' ? bench : work, rest);
}

/**
 * @param {ServerResponse} response
 * @param {string | undefined} path
 */
async function send(response, path) {
  const file = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path === undefined || !file?.isFile()) {
    response.writeHead(404, headers).end();
    return;
  }
  const type = types[extname(path)] ?? 'application/octet-stream';
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': file.size });
  // A page that closes in between is no failure of the server's.
  await pipeline(createReadStream(path), response).catch(() => response.destroy());
}
