/** Shows the page where it is served; opened as a file, it leaves the text that says how to serve it. */

import { el } from '../../../../compiler/drawing/page/dom.ts';
import type { DemoData } from '../data.ts';
import { App } from './app.ts';
import { reasonOf, sentence } from './format.ts';
import { notice } from './notice.ts';
import { importPackage } from './package.ts';
import { trustOwnScripts } from './trust.ts';

async function show(): Promise<void> {
  const before = document.querySelector('main');
  const data: DemoData = JSON.parse(document.getElementById('data')?.textContent ?? '{}');
  try {
    const app = new App(await importPackage(), data);
    before?.replaceWith(app.element);
    await app.start();
  } catch (error) {
    const broken = notice(
      'error',
      'The package does not run.',
      sentence(reasonOf(error)),
      'This page belongs in the package’s folder, beside dist/; see whether the server gives out all of that.',
    );
    document.querySelector('main')?.replaceWith(el('main', {}, el('h1', {}, data.name), broken));
  }
}

if (location.protocol !== 'file:') {
  trustOwnScripts();
  void show();
}
