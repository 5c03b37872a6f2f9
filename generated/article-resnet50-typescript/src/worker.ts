/** What the workers of article-resnet50 run: `load({ threads })` starts them. */
import { program } from './program.ts';
import { instantiate, type Setup } from './runtime/instance.ts';
import { serve } from './runtime/service.ts';
import { link } from './steps.ts';

serve(program, (setup: Setup) => instantiate(program, link, setup));
