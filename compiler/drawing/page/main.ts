/** Reads the page's data, and draws it. */

import type { PageData } from '../data.ts';
import { diffPage } from './diff.ts';
import { showPage } from './show.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as PageData;
if (data.kind === 'show') showPage(data);
else diffPage(data);
