// Our mark: a page with a speaker's corner, and on it the first line, the word that goes before.
export function Mark() {
  return (
    <svg class="fw-mark-logo" viewBox="0 0 40 40" width="36" height="36" aria-hidden="true" focusable="false">
      <path
        class="fw-mark-logo__page"
        d="M8 3h24a5 5 0 0 1 5 5v18a5 5 0 0 1-5 5H19l-8.2 6.6A.5.5 0 0 1 10 37.2V31H8a5 5 0 0 1-5-5V8a5 5 0 0 1 5-5z"
      />
      <path class="fw-mark-logo__word" d="M9.5 9h13a2 2 0 0 1 0 4h-13a2 2 0 0 1 0-4z" />
      <path
        class="fw-mark-logo__lines"
        d="M9 16.5h22a1.25 1.25 0 0 1 0 2.5H9a1.25 1.25 0 0 1 0-2.5zm0 6h16a1.25 1.25 0 0 1 0 2.5H9a1.25 1.25 0 0 1 0-2.5z"
      />
    </svg>
  );
}
