const ID = '[^:\\s{-]+';
const TEXT = '[^:;{}"<>]+';
const LINES = {
  open: new RegExp(`^state "(${TEXT})" as (${ID}) \\{$`),
  state: new RegExp(`^state "(${TEXT})" as (${ID})$`),
  remark: new RegExp(`^(${ID}) : (${TEXT})$`),
  arrow: new RegExp(`^(\\[\\*\\]|${ID}) --> (\\[\\*\\]|${ID})( : (${TEXT}))?$`),
  note: new RegExp(`^note right of (${ID})$`),
};

/**
 * Checks a diagram against the part of Mermaid's state diagram grammar (its `stateDiagram.jison`) that exports use: states and
 * blocks, arrows, remarks, notes, `--` between regions. Returns the ids of the states drawn; throws at the first wrong line.
 */
export function checkMermaid(diagram: string): readonly string[] {
  const lines = diagram.trimEnd().split('\n');
  const head = lines.splice(0, 4);
  if (head[0] !== '---' || head[2] !== '---' || head[3] !== 'stateDiagram-v2') {
    throw new Error(`not a state diagram: ${head.join(' / ')}`);
  }
  const drawn: string[] = [];
  const mentioned: string[] = [];
  let depth = 0;
  let inNote = false;
  for (const line of lines.map((one) => one.replaceAll(/#\d+;/g, '?').trim())) {
    if (inNote) inNote = line !== 'end note';
    else if (line === '}') depth -= 1;
    else if (line === '--' && depth > 0) continue;
    else {
      const kind = kindOf(line);
      const [, first = '', second = ''] = LINES[kind].exec(line) ?? [];
      if (kind === 'open') depth += 1;
      if (kind === 'note') inNote = true;
      if (kind === 'open' || kind === 'state') drawn.push(second);
      else mentioned.push(first, ...(kind === 'arrow' ? [second] : []));
    }
    if (depth < 0) throw new Error(`a block is closed that was not opened: ${line}`);
  }
  if (depth !== 0 || inNote) throw new Error('a block or note is not closed');
  const unknown = mentioned.find((id) => id !== '[*]' && !drawn.includes(id));
  if (unknown !== undefined) throw new Error(`\`${unknown}\` is no state of the diagram`);
  return drawn;
}

function kindOf(line: string): keyof typeof LINES {
  for (const [kind, pattern] of Object.entries(LINES)) {
    if (pattern.test(line)) return kind as keyof typeof LINES;
  }
  throw new Error(`not a line of a state diagram: ${line}`);
}
