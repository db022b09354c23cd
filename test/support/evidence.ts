/** Who handles evidence in tests: the watch's people, and an auditor. */
export { aud } from './assure.ts';
export { adi, ann, bo, dan, gil, person } from './watch.ts';
