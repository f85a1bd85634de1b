/** Entries of registers: what is stated, what the law makes of it, which records change. README.md. */
export {
  type AnyKind,
  type Application,
  type Book,
  type Change,
  type Data,
  defineKind,
  type EntryKind,
  type Filer,
  type Finding,
  isAllowed,
  type Outcome,
  type Ref,
  type Telling,
  type World,
  withNulls,
} from "./book.ts";
export { type Memory, memory } from "./memory.ts";
export { type Ran, runEntry, type Source } from "./run.ts";
