/** A script: prints the adapter that Dawn gives in this environment, as JSON, or `null`. */

import { create } from 'webgpu';
import { describeAdapter, pinAdapter } from '../measure/adapter.mjs';

const gpu = create([]);
pinAdapter(gpu);
const adapter = await gpu.requestAdapter();
process.stdout.write(JSON.stringify(adapter ? describeAdapter(adapter) : null));
// Dawn's own threads would keep the process alive.
process.exit();
