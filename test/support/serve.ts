/**
 * A web server for tests in browsers: files of folders, on a port of this machine's own that is free.
 *
 * Nothing is cached, lengths are always said, and folders have no lists. A file can arrive slowly, in part, or not at
 * all, for tests of progress and of failures.
 */

import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const types: Readonly<Record<string, string>> = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wgsl': 'text/plain; charset=utf-8',
};

/** What is wrong with how a path is answered. */
export interface Trouble {
  /** Answers with this status, and no more. */
  readonly status?: number;
  /** Bytes that are sent at once. */
  readonly chunk?: number;
  /** Milliseconds before each chunk. */
  readonly pause?: number;
  /** Breaks the connection after so many bytes. */
  readonly cut?: number;
}

/** What is served, and how. */
export interface ServeOptions {
  /** Folders by the start of a path, such as `/model/`; the longest that fits counts. */
  readonly folders: Readonly<Record<string, string>>;
  /** Further headers of every answer, such as `content-security-policy`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that runs. */
export interface Server {
  /** `http://127.0.0.1:` and the port, without a slash at the end. Browsers take it for a secure context. */
  readonly origin: string;
  /** The paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** Answers a path badly from now on; well again without the trouble. */
  disturb(path: string, trouble?: Trouble): void;
  /** Ends, with the connections that are open. */
  close(): Promise<void>;
}

/** Starts to serve. */
export async function serve({ folders, headers = {} }: ServeOptions): Promise<Server> {
  const requests: string[] = [];
  const troubles = new Map<string, Trouble>();
  const server = createServer(async (request, response) => {
    try {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
      requests.push(path);
      await answer(request, response, fileOf(path, folders), headers, troubles.get(path) ?? {});
    } catch {
      // Whoever asked has gone, or asks for nothing that is a path.
      response.destroy();
    }
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    disturb(path, trouble = {}) {
      troubles.set(path, trouble);
    },
    close: () =>
      new Promise((done, fail) => {
        server.close(error => (error ? fail(error) : done()));
        server.closeAllConnections();
      }),
  };
}

/** The file at a path; a folder's is its `index.html`. */
function fileOf(path: string, folders: ServeOptions['folders']): string | undefined {
  const prefixes = Object.keys(folders).filter(prefix => path.startsWith(prefix));
  const [prefix] = prefixes.sort((a, b) => b.length - a.length);
  const folder = prefix === undefined ? undefined : folders[prefix];
  if (prefix === undefined || folder === undefined) return undefined;
  const file = join(folder, path.slice(prefix.length), path.endsWith('/') ? 'index.html' : '');
  const isInside = file.startsWith(join(folder, sep));
  return isInside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: string | undefined,
  headers: Readonly<Record<string, string>>,
  { status = file === undefined ? 404 : 200, chunk = 1 << 16, pause = 0, cut }: Trouble,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  if (file === undefined || status !== 200) {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(`${status}\n`);
    return;
  }
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  response.setHeader('content-length', statSync(file).size);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  let sent = 0;
  for await (const piece of createReadStream(file, { highWaterMark: chunk })) {
    if (pause > 0) await wait(pause);
    const part: Buffer = cut === undefined ? piece : piece.subarray(0, cut - sent);
    await new Promise<void>((done, fail) => response.write(part, error => (error ? fail(error) : done())));
    sent += part.length;
    if (sent === cut) {
      response.destroy();
      return;
    }
  }
  response.end();
}
