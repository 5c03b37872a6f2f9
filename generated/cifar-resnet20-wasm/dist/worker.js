/** What the workers of cifar-resnet20 run: `load({ threads })` starts them. */
import { program } from './program.js';
import { instantiate } from './runtime/instance.js';
import { serve } from './runtime/service.js';
import { code } from './steps.js';
serve(program, (setup, thread) => instantiate(program, code, setup, thread));
