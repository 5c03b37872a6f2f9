/** Small helpers for targets that print code with braces. */

/** Lines indented by their braces: frames and slots need not care for indentation. */
export function indent(text: string, unit = '  '): string {
  let depth = 0;
  const lines: string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    // One blank line at most, and none after an opening brace.
    if (line === '' && (lines.at(-1) === '' || lines.at(-1)?.endsWith('{') || lines.length === 0)) continue;
    const isComment = line.startsWith('*') || line.startsWith('//');
    const closes = !isComment && /^[\])}]/.test(line);
    const margin = unit.repeat(Math.max(0, depth - (closes ? 1 : 0)));
    lines.push(line === '' ? '' : `${margin}${line.startsWith('*') ? ' ' : ''}${line}`);
    // However many brackets a line opens, what follows is one step further in.
    if (!isComment) depth += Math.sign(balance(line));
  }
  return `${lines.join('\n').trim()}\n`;
}

function balance(line: string): number {
  let depth = 0;
  for (const character of line) {
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
  }
  return depth;
}

/** The column where a line of generated code ends. */
export const widest = 110;

/** Words in lines no longer than the widest; `margin` is what stands to the left of each. */
export function wrap(text: string, margin: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && margin + line.length + 1 + word.length <= widest) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
