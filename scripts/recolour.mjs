// Puts our named colours in the place of the ones that the vendors' style sheets write as numbers, so that dark mode
// reaches every component. A vendor colour that this table does not know stops the build: it would be a hole.

/** [colour, kind of property, our name]; kinds: word (color, fill), paper (background), edge (border, outline, shadow). */
const table = {
  '#ffffff': { word: 'on-button', paper: 'panel', edge: 'panel' },
  '#0b0c0c': { word: 'text', paper: 'text', edge: 'text' },
  '#484949': { word: 'quiet', paper: 'quiet', edge: 'edge' },
  '#f3f3f3': { word: 'sunken', paper: 'sunken', edge: 'border' },
  '#cecece': { word: 'border', paper: 'hover', edge: 'border' },
  '#949494': { paper: 'hover', edge: 'edge' },
  '#767676': { paper: 'quiet', edge: 'edge' },
  '#858686': { edge: 'second-shadow' },
  '#005ea5': { word: 'link' },
  '#0f7a52': { word: 'success', paper: 'button', edge: 'success' },
  '#0b5c3e': { paper: 'button-hover' },
  '#083d29': { word: 'green-word', edge: 'button-shadow' },
  '#ca3535': { word: 'error', paper: 'danger', edge: 'error' },
  '#982828': { paper: 'danger-hover' },
  '#651b1b': { word: 'red-word', edge: 'danger-shadow' },
  '#0f385c': { word: 'blue-word', edge: 'button-shadow' },
  '#1d70b8': { word: 'blue', paper: 'info', edge: 'blue' },
  '#d2e2f1': { paper: 'blue-paper' },
  '#f4f8fb': { paper: 'sunken' },
  '#cfe4dc': { paper: 'green-paper' },
  '#0b4144': { word: 'teal-word' },
  '#d0e6e7': { paper: 'teal-paper' },
  '#2a1950': { word: 'purple-word' },
  '#54319f': { word: 'purple', edge: 'purple' },
  '#ddd6ec': { paper: 'purple-paper' },
  '#651b3e': { word: 'pink-word' },
  '#98285d': { word: 'pink', edge: 'pink' },
  '#f4d7e5': { paper: 'pink-paper' },
  '#f4d7d7': { paper: 'red-paper' },
  '#7a3c1c': { word: 'orange-word' },
  '#fde4d7': { paper: 'orange-paper' },
  '#f47738': { edge: 'orange' },
  '#ffdd00': { edge: 'yellow' },
  '#ffee80': { paper: 'yellow-paper' },
  'rgb(199, 82, 40)': { word: 'warning' },
  'rgb(235, 97, 28)': { word: 'warning', edge: 'warning' },
  'rgb(54.6274509804%, 22.5098039216%, 10.9803921569%)': { word: 'warning-strong' },
};

const kindOf = (property) => {
  if (/^(color|fill|text-decoration-color)$/.test(property)) return 'word';
  return /^background(-color)?$/.test(property) ? 'paper' : 'edge';
};

/** Splits at semicolons that stand outside quotes and brackets. */
function declarations(body) {
  const parts = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let i = 0; i < body.length; i += 1) {
    const letter = body[i];
    if (quote) {
      if (letter === '\\') i += 1;
      else if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === ';' && depth === 0) {
      parts.push(body.slice(from, i).trim());
      from = i + 1;
    }
  }
  parts.push(body.slice(from).trim());
  return parts.filter(Boolean);
}

/** The vendor sheet (expanded style) in our colours; throws with the list of colours it does not know. */
export function recolour(css) {
  const unknown = new Set();
  const recoloured = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/([^{}]+)\{([^{}]*)\}/g, (_, selector, body) => {
    const lines = declarations(body).map((line) => {
      const colon = line.indexOf(':');
      return { property: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
    const kept = lines.filter((line, index) => {
      const next = lines[index + 1];
      // A number that is there only for browsers without custom properties.
      return !(
        next &&
        next.property === line.property &&
        next.value.includes('var(--govuk-') &&
        !line.value.includes('var(')
      );
    });
    return `${selector}{${kept.map(({ property, value }) => `${property}:${dress(property, value, selector, unknown)}`).join(';')}}`;
  });
  if (unknown.size > 0) {
    throw new Error(`scripts/recolour.mjs does not know these vendor colours:\n${[...unknown].join('\n')}`);
  }
  return recoloured;
}

function dress(property, value, selector, unknown) {
  if (property.startsWith('--') || value.includes('url(')) return value;
  const bare = value.replace(/var\((--govuk-[\w-]+),[^()]*(?:\([^()]*\))?[^()]*\)/g, 'var($1)');
  return bare.replace(/#[0-9a-f]{3,8}\b|rgb\([^)]*\)/gi, (found) => {
    const colour = found.toLowerCase();
    const kind = kindOf(property);
    // Words on the focus colour stay dark in both schemes.
    if (colour === '#0b0c0c' && selector.includes(':focus') && kind !== 'paper') return 'var(--fw-on-focus)';
    if (colour === '#ffffff' && kind === 'word' && /warning/.test(selector)) return 'var(--fw-on-danger)';
    const name = table[colour]?.[kind];
    if (!name) {
      unknown.add(`${property}: ${found} in ${selector.trim().slice(0, 120)}`);
      return found;
    }
    return `var(--fw-${name})`;
  });
}
