/**
 * Ctrl-C, and other ways of asking a process to end: what it has made for itself is removed, then it ends by the
 * signal as it would have (of which a shell makes 130). Signals are only minded while there is something to remove,
 * since who minds them ends no sooner than it comes to its events.
 */

import { rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What removes things, in the order they were made. */
const removals = new Set<() => void>();

/** How much is going on that must come to its end. */
let busy = 0;
let pending: Signal | undefined;

/**
 * Removes a folder of our own when the process is asked to end, or ends.
 *
 * @returns what forgets it
 */
export function removeAtEnd(folder: string): () => void {
  // Processes that were started may write there meanwhile.
  return atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}

/** Removes folders that were made for something, from one up to another, if they are empty then. */
export function removeEmptyAtEnd(from: string, to: string): () => void {
  return atEnd(() => {
    for (const folder of upwards(from, to)) rmdirSync(folder);
  });
}

/** A folder and those above it, up to one of them. */
export function upwards(from: string, to: string): readonly string[] {
  const folders = [from];
  for (let folder = from; folder !== to && folder.startsWith(to); ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** Does something that a signal waits for: a moment at most. */
export async function uninterrupted<R>(body: () => Promise<R>): Promise<R> {
  busy++;
  try {
    return await body();
  } finally {
    busy--;
    if (busy === 0 && pending !== undefined) end(pending);
  }
}

function atEnd(removal: () => void): () => void {
  if (removals.size === 0) {
    for (const signal of signals) process.on(signal, end);
    process.on('exit', removeAll);
  }
  removals.add(removal);
  return () => {
    removals.delete(removal);
    if (removals.size === 0) forgetSignals();
  };
}

function forgetSignals(): void {
  for (const signal of signals) process.off(signal, end);
  process.off('exit', removeAll);
}

function end(signal: Signal): void {
  if (busy > 0) {
    pending = signal;
    return;
  }
  removeAll();
  forgetSignals();
  process.kill(process.pid, signal);
}

function removeAll(): void {
  for (const removal of [...removals].reverse()) {
    try {
      removal();
    } catch {
      // It is not there, or holds what is someone's: it stays.
    }
  }
  removals.clear();
}
