// Says things aloud to people who listen to the page, politely and never more than once in ten seconds.

const betweenMs = 10_000;
let lastMs = 0;
let waiting: string | undefined;
let timer: number | undefined;

/** The newest message wins: nobody wants to hear five stale ones in a row. */
export function announce(words: string, isAnswer = false): void {
  if (isAnswer) {
    say(words);
    return;
  }
  waiting = words;
  if (timer !== undefined) return;
  const wait = Math.max(0, lastMs + betweenMs - Date.now());
  timer = window.setTimeout(() => {
    timer = undefined;
    if (waiting) say(waiting);
    waiting = undefined;
  }, wait);
}

function say(words: string): void {
  const place = document.getElementById('fw-announcer');
  if (!place) return;
  lastMs = Date.now();
  // The same words twice would not be read out again.
  place.textContent = place.textContent === words ? `${words}\u00a0` : words;
}
