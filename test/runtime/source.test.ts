import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  openSource,
  type SourceOptions,
  type WeightsSource,
} from '../../targets/javascript/runtime/source.ts';

const values = Float32Array.from({ length: 700_001 }, (_, i) => Math.fround(Math.sin(i)));
const content = new Uint8Array(values.buffer);
const bytes = content.length;
const good = { bytes };

let folder: string;
let file: string;
let server: Server;
let origin: string;

/** Connections that a client gave up, by path. */
const dropped: string[] = [];

/** Called when `/silent` is asked for. */
let asked: (() => void) | undefined;

const answers: Record<string, RequestListener> = {
  '/weights.bin': (_, response) => response.end(content),
  '/page': (_, response) =>
    response.setHeader('content-type', 'text/html').end('\n<!doctype html><p>Not found</p>'),
  '/short': (_, response) => response.end(content.subarray(0, 1000)),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': bytes });
    response.write(content.subarray(0, 1000), () => response.destroy());
  },
  '/endless': (request, response) => {
    request.on('close', () => dropped.push('/endless'));
    const more = (): void => {
      while (!response.destroyed && response.write(content));
      response.once('drain', more);
    };
    more();
  },
  '/silent': request => {
    request.on('close', () => dropped.push('/silent'));
    request.on('error', () => {});
    asked?.();
  },
  '/stalls': (request, response) => {
    request.on('close', () => dropped.push('/stalls'));
    response.write(content.subarray(0, 1000));
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'netwright-weights-'));
  file = join(folder, 'weights.bin');
  writeFileSync(file, content);
  server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer !== undefined) answer(request, response);
    else response.writeHead(404).end('<h1>no</h1>');
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

afterEach(() => vi.unstubAllGlobals());

/** The chunks of a source, put together. */
async function collect(
  source: WeightsSource,
  options: SourceOptions,
  open = openSource,
): Promise<Float32Array> {
  const { chunks } = await open(source, options);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return new Float32Array(Uint8Array.from(Buffer.concat(parts)).buffer);
}

/** A stream of the content in chunks that do not keep to the edges of floats. */
function stream(chunk = 1001, data = content): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= data.length) return controller.close();
      controller.enqueue(data.slice(at, at + chunk));
      at += chunk;
    },
  });
}

/** Compared as bytes: vitest's equality walks 700,001 elements slowly. */
const same = (got: Float32Array): boolean =>
  Buffer.from(got.buffer, got.byteOffset, got.byteLength).equals(content);

describe('sources', () => {
  const sources: Record<string, () => WeightsSource> = {
    'an address': () => `${origin}/weights.bin`,
    'a URL': () => new URL('/weights.bin', origin),
    'a data: URL': () => `data:;base64,${Buffer.from(content).toString('base64')}`,
    'an absolute path': () => file,
    'a relative path': () => relative(process.cwd(), file),
    'a file: URL': () => pathToFileURL(file),
    'a file: URL as a string': () => pathToFileURL(file).href,
    'a promised Response': () => fetch(`${origin}/weights.bin`),
    'a made Response': () => new Response(content),
    'a stream': () => stream(),
    'a Blob': () => new Blob([content]),
    'an ArrayBuffer': () => content.buffer,
    'an ArrayBuffer of another realm': () =>
      runInNewContext('Uint8Array.from(content).buffer', { content }) as ArrayBuffer,
    'shared memory': () => {
      const shared = new SharedArrayBuffer(bytes);
      new Uint8Array(shared).set(content);
      return shared;
    },
    'a Float32Array': () => values,
    'a DataView': () => new DataView(content.buffer),
    'a Buffer': () => Buffer.from(content),
    'an unaligned view': () => {
      const wide = new Uint8Array(bytes + 5);
      wide.set(content, 3);
      return wide.subarray(3, 3 + bytes);
    },
  };

  test.each(Object.keys(sources))('%s', async name => {
    const seen: [number, number][] = [];
    const source = (sources[name] as () => WeightsSource)();
    const got = await collect(source, {
      ...good,
      onProgress: (loaded, total) => seen.push([loaded, total]),
    });
    expect(got).toBeInstanceOf(Float32Array);
    expect(same(got)).toBe(true);
    expect(seen.at(-1)).toEqual([bytes, bytes]);
    expect(seen.every(([loaded, total], i) => total === bytes && loaded > (seen[i - 1]?.[0] ?? 0))).toBe(
      true,
    );
  });

  test('a file is read in pieces, and progress told', async () => {
    const seen: number[] = [];
    await collect(file, { ...good, onProgress: loaded => seen.push(loaded) });
    expect(seen.length).toBeGreaterThan(1);
  });

  test('progress counts what the caller has dealt with', async () => {
    const seen: number[] = [];
    const { chunks } = await openSource(stream(1000), { ...good, onProgress: loaded => seen.push(loaded) });
    let loaded = 0;
    for await (const chunk of chunks) {
      expect(seen.at(-1) ?? 0).toBe(loaded);
      loaded += chunk.length;
    }
    expect(seen.at(-1)).toBe(bytes);
  });

  test('whoever stops early ends the download', async () => {
    const { chunks } = await openSource(`${origin}/endless`, good);
    dropped.length = 0;
    for await (const chunk of chunks) if (chunk.length > 0) break;
    await vi.waitFor(() => expect(dropped).toContain('/endless'));
  });

  test('a string with no scheme is fetched where there is no Node', async () => {
    vi.stubGlobal('process', undefined);
    const fetched = vi.fn(async () => new Response(content));
    vi.stubGlobal('fetch', fetched);
    expect(same(await collect('weights.bin', good))).toBe(true);
    expect(fetched).toHaveBeenCalledWith('weights.bin', {});
  });

  test('the path of a Windows drive is a path', async () => {
    await expect(collect('C:\\weights.bin', good)).rejects.toThrow('cannot read C:\\weights.bin: ENOENT');
  });
});

describe('errors', () => {
  const fails = (source: WeightsSource, message: string | RegExp, options: object = {}): Promise<void> =>
    expect(collect(source, { ...good, ...options })).rejects.toThrow(message);

  test('an HTTP status', () =>
    fails(`${origin}/nothing`, `weights: ${origin}/nothing answered HTTP 404 Not Found; check the address`));

  test('an HTTP status of a given Response', () =>
    fails(new Response('', { status: 503 }), 'weights: the given Response answered HTTP 503; check'));

  test('an HTTP status: the body is not downloaded', async () => {
    const cancel = vi.fn();
    await fails(new Response(new ReadableStream({ cancel }), { status: 500 }), 'answered HTTP 500');
    expect(cancel).toHaveBeenCalled();
  });

  test('a page instead of weights', () =>
    fails(`${origin}/page`, 'should have 2,800,004 bytes, got 32 bytes; it is an HTML page, not weights'));

  test('a page instead of weights, longer than they', () =>
    fails(`${origin}/page`, 'should have 4 bytes, got more; it is an HTML page, not weights', { bytes: 4 }));

  test('a Git LFS pointer', () =>
    fails(
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid'),
      'get the file with `git lfs pull`',
    ));

  test('too few bytes', () =>
    fails(
      `${origin}/short`,
      'got 1,000 bytes; was it packed for another plan, or cut short? Pack the checkpoint',
    ));

  test('no bytes', () =>
    fails(new Response(null), 'the given Response should have 2,800,004 bytes, got 0 bytes'));

  test('a buffer of another size', () =>
    fails(new ArrayBuffer(8), 'the given buffer should have 2,800,004 bytes, got 8'));

  test('a connection that breaks', () =>
    fails(`${origin}/cut`, `weights: cannot read ${origin}/cut: terminated (`));

  test('too many bytes: the download is ended', async () => {
    await fails(
      `${origin}/endless`,
      `weights: ${origin}/endless should have 2,800,004 bytes, got more; was it packed`,
    );
    await vi.waitFor(() => expect(dropped).toContain('/endless'));
  });

  test('no server', () =>
    fails(
      'http://127.0.0.1:1/weights.bin',
      /cannot fetch http:\/\/127.0.0.1:1\/weights.bin: .+; check the address/,
    ));

  test('no such file', () =>
    fails(join(folder, 'none.bin'), /cannot read .*none\.bin: ENOENT: no such file/));

  test('a folder', () => fails(folder, /cannot read .*: it is no file, but a folder, a pipe or a device/));

  test('a Response that was read already', async () => {
    const response = await fetch(`${origin}/weights.bin`);
    await response.arrayBuffer();
    await fails(response, 'has been read already; pass response.clone(), or fetch it again');
  });

  test('an opaque Response', () =>
    fails(Object.defineProperty(new Response(), 'type', { value: 'opaque' }), "without mode: 'no-cors'"));

  test('a stream that is being read', () => {
    const source = stream();
    source.getReader();
    return fails(source, 'weights: cannot read the given stream: ');
  });

  test.each([undefined, null, 7, {}, [1, 2]])('%j is no source', value =>
    fails(
      value as unknown as WeightsSource,
      'expected a URL, a path (in Node), a Response, a ReadableStream, a Blob or',
    ),
  );

  test.each([3, -4, 1.5, Number.NaN])('%d is no size', size =>
    fails(values, `their size must be a multiple of 4 bytes, got ${size}`, { bytes: size }),
  );
});

describe('signal', () => {
  const reason = new Error('the user left');

  test('aborted before: nothing is asked for', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    const signal = AbortSignal.abort(reason);
    await expect(collect(`${origin}/weights.bin`, { ...good, signal })).rejects.toBe(reason);
    await expect(collect(values, { ...good, signal })).rejects.toBe(reason);
    expect(fetched).not.toHaveBeenCalled();
  });

  test.each<[string, () => WeightsSource | Promise<Response>]>([
    ['a download', () => `${origin}/stalls`],
    ['a Response that does not know the signal', () => fetch(`${origin}/stalls`)],
  ])('ends %s that stalls', async (_, source) => {
    dropped.length = 0;
    const control = new AbortController();
    const loading = collect(source(), {
      ...good,
      signal: control.signal,
      onProgress: () => control.abort(reason),
    });
    await expect(loading).rejects.toBe(reason);
    await vi.waitFor(() => expect(dropped).toContain('/stalls'));
  });

  test('ends a request that is not answered', async () => {
    const control = new AbortController();
    asked = () => control.abort(reason);
    const loading = collect(`${origin}/silent`, { ...good, signal: control.signal });
    await expect(loading).rejects.toBe(reason);
    await vi.waitFor(() => expect(dropped).toContain('/silent'));
  });

  test('ends the checking of a buffer', async () => {
    const control = new AbortController();
    const options = { ...good, signal: control.signal, onProgress: () => control.abort(reason) };
    await expect(collect(values, options)).rejects.toBe(reason);
  });

  test('ends a stream that waits, and cancels it', async () => {
    const cancel = vi.fn();
    const control = new AbortController();
    const loading = collect(new ReadableStream({ cancel }), { ...good, signal: control.signal });
    setTimeout(() => control.abort(reason), 5);
    await expect(loading).rejects.toBe(reason);
    expect(cancel).toHaveBeenCalledWith(reason);
  });

  test('that is aborted while a promised Response is awaited', async () => {
    const control = new AbortController();
    const loading = collect(
      new Promise<Response>(resolve => setTimeout(() => resolve(new Response(stream())), 5)),
      { ...good, signal: control.signal, onProgress: () => expect.unreachable('no byte is read') },
    );
    control.abort(reason);
    await expect(loading).rejects.toBe(reason);
  });

  test('ends the reading of a file', async () => {
    const control = new AbortController();
    const seen: number[] = [];
    const onProgress = (loaded: number): void => {
      seen.push(loaded);
      control.abort(reason);
    };
    await expect(collect(file, { ...good, signal: control.signal, onProgress })).rejects.toBe(reason);
    expect(seen).toHaveLength(1);
  });

  test('that is not aborted leaves no listener behind', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await collect(stream(), { ...good, signal });
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledTimes(1);
  });
});

test('an error of onProgress ends the loading, as it is', async () => {
  const error = new Error('mine');
  const onProgress = (): void => {
    throw error;
  };
  for (const source of [values, stream(), file]) {
    await expect(collect(source, { ...good, onProgress })).rejects.toBe(error);
  }
});

describe('bundled', () => {
  const bundle = async (platform: 'browser' | 'node', minify: boolean): Promise<string> => {
    const result = await build({
      entryPoints: [fileURLToPath(new URL('../../targets/javascript/runtime/source.ts', import.meta.url))],
      bundle: true,
      format: 'esm',
      platform,
      minify,
      write: false,
      logLevel: 'silent',
    });
    expect(result.warnings).toEqual([]);
    return result.outputFiles[0]?.text ?? '';
  };

  test.each([true, false])('for browsers, nothing of Node is resolved (minify: %j)', async minify => {
    const text = await bundle('browser', minify);
    expect(text).toContain('openSource');
    // Bundlers that come after esbuild need the marks too.
    if (!minify) expect(text).toMatch(/import\(\s*\/\* webpackIgnore: true \*\/\s*\/\* @vite-ignore \*\//);
  });

  test.each(['browser', 'node'] as const)('for %s, it still reads a file in Node', async platform => {
    const bundled = join(folder, `${platform}.mjs`);
    writeFileSync(bundled, await bundle(platform, true));
    const module: { openSource: typeof openSource } = await import(
      /* @vite-ignore */ pathToFileURL(bundled).href
    );
    expect(same(await collect(file, good, module.openSource))).toBe(true);
  });
});
