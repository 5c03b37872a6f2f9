/** What the workers of resnet50 run: `load({ threads })` starts them. */
import { program } from './program.js';
import { instantiate } from './runtime/instance.js';
import { serve } from './runtime/service.js';
import { link } from './steps.js';
serve(program, (setup) => instantiate(program, link, setup));
