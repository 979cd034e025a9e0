// The few marks a form's texts may carry: headings, lists, **strong**, _stressed_, links' words.
// They become data that components draw; nothing is ever put into the page as HTML. Rejected: a
// Markdown library, which makes HTML of what somebody else wrote.

export interface Piece {
  text: string;
  strong: boolean;
  stressed: boolean;
}

export interface Block {
  kind: 'heading' | 'line' | 'item';
  pieces: Piece[];
}

/** The blocks of a text, one a line; empty lines part nothing. */
export function marked(text: string): Block[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const heading = /^#{1,6}\s+(.+)$/.exec(line);
      if (heading) return { kind: 'heading', pieces: pieces(heading[1] ?? '') };
      const item = /^[-*]\s+(.+)$/.exec(line);
      if (item) return { kind: 'item', pieces: pieces(item[1] ?? '') };
      return { kind: 'line', pieces: pieces(line) };
    });
}

/** A text without its marks, for names that only a screen reader says. */
export function plain(text: string): string {
  const blocks = marked(text).map((block) => block.pieces.map((one) => one.text).join(''));
  return blocks.join(' ');
}

const strong = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/u;
const emphasis = /(?<![\p{L}\p{N}*_])(?<mark>[*_])(?=\S)(.+?)(?<=\S)\k<mark>(?![\p{L}\p{N}*_])/u;
const marks = new RegExp(`${strong.source}|${emphasis.source}`, 'gu');

function pieces(line: string): Piece[] {
  // A link is drawn as its words: the phone is offline, and an address in a form is not trusted.
  const plain = line.replace(/\[([^\]]+)\]\([^)\s]*\)/g, '$1').replace(/<\/?span[^>]*>/gi, '');
  const found: Piece[] = [];
  let from = 0;
  for (const match of plain.matchAll(marks)) {
    if (match.index > from) found.push(piece(plain.slice(from, match.index)));
    const strong = match[1] !== undefined;
    found.push({ text: match[2] ?? match[4] ?? '', strong, stressed: !strong });
    from = match.index + match[0].length;
  }
  if (from < plain.length) found.push(piece(plain.slice(from)));
  return found;
}

function piece(text: string): Piece {
  return { text, strong: false, stressed: false };
}
