/** The door of the web: what a page is made of. The server itself is built only by `compose.ts`. */
export { Form, type FormProps, Mistakes, typed, typedList, wrong } from './form.tsx';
export { isOwnPath } from './own-path.ts';
export {
  type Act,
  type Ask,
  type Drawn,
  type Flash,
  type Hold,
  type Input,
  type Manifest,
  type May,
  type Page,
  type Problem,
  page,
  type Result,
  type Route,
  type Stream,
  type UploadedFile,
  type Values,
} from './page.ts';
export { waiting } from './waiting-page.tsx';
