/** Where images come from: a file that is chosen, dropped or pasted, or the test pattern. */

import { button, el } from '../../../../compiler/drawing/page/dom.ts';
import { decode, type Picture, testPattern } from './picture.ts';

/** What is done with what they give. */
export interface Receiver {
  readonly take: (picture: Picture) => void;
  readonly fail: (error: unknown) => void;
}

/** The buttons. */
export function sourceButtons({ take, fail }: Receiver): readonly HTMLElement[] {
  const receive = (picture: Promise<Picture>): void => void picture.then(take, fail);
  const chooser = (attributes: Readonly<Record<string, string>>): HTMLInputElement => {
    const input = el('input', { type: 'file', accept: 'image/*', hidden: true, ...attributes });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      // The same file can be chosen again.
      if (file) receive(decode(file, file.name).finally(() => (input.value = '')));
    });
    return input;
  };
  const file = chooser({ 'aria-label': 'An image' });
  const shot = chooser({ 'aria-label': 'A picture', capture: 'environment' });
  // A page that is not served securely gets no camera, but on a phone the system's own can take a picture for it.
  const isPhone = matchMedia('(pointer: coarse)').matches && !('mediaDevices' in navigator);
  return [
    button('Choose an image', { class: 'primary' }, () => file.click()),
    ...(isPhone ? [button('Take a picture', {}, () => shot.click()), shot] : []),
    button('Test pattern', {}, () => receive(testPattern())),
    file,
  ];
}

/** Takes what is dropped on the page, or pasted. */
export function receiveDrops({ take, fail }: Receiver): void {
  const receive = (files: FileList | undefined, what: string): void => {
    const [file] = files ?? [];
    if (file) decode(file, file.name || what).then(take, fail);
    else fail(new Error(`${what} holds no file; save the image, and choose it`));
  };
  let depth = 0;
  const mark = (change: number): void => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle('dropping', depth > 0);
  };
  addEventListener('dragenter', () => mark(1));
  addEventListener('dragleave', () => mark(-1));
  addEventListener('dragover', event => event.preventDefault());
  addEventListener('drop', event => {
    event.preventDefault();
    mark(-depth);
    receive(event.dataTransfer?.files, 'what was dropped');
  });
  addEventListener('paste', event => receive(event.clipboardData?.files, 'what was pasted'));
}
