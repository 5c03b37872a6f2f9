/** What the workers of cifar-resnet20 run: `load({ threads })` starts them. */
import { program } from './program.ts';
import { instantiate, type Setup } from './runtime/instance.ts';
import { serve } from './runtime/service.ts';
import { code } from './steps.ts';

serve(program, (setup: Setup, thread) => instantiate(program, code, setup, thread));
