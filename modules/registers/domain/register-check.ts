import { books } from "@troad/content-entries";
import { ConfigurationError } from "@troad/kernel";
import { keyName } from "./key.ts";
import type { Described, Register } from "./register.ts";
import type { Sample } from "./sample.ts";
import { scheduledFields } from "./scheduled.ts";

type Refuse = (reason: string) => never;

/** What may be written are fields, and a register that gives keys has some to give. */
export function checkKey({ subjectKey, write, fields, book, view, assessed, schedule }: Described, refuse: Refuse): void {
  const names = fields.map(({ name }) => name);
  for (const name of write?.fields ?? []) {
    if (!names.includes(name)) refuse(`write names ${name}, which is no field`);
    if (name === keyName(subjectKey)) refuse("the key of a record is not written");
  }
  for (const [name, limit] of Object.entries(write?.most ?? {}))
    if ([name, limit].some((one) => fields.find((field) => field.name === one)?.type !== "integer"))
      refuse(`${name} and ${limit} are no whole numbers`);
  const followed = scheduledFields(schedule);
  for (const name of [...followed, ...(schedule ? [schedule.bornOn, schedule.given] : [])])
    if (!names.includes(name)) refuse(`the schedule names ${name}, which is no field`);
  if (followed.some((name) => write?.fields.includes(name))) refuse("what follows from other fields is not written");
  if (schedule && (book || view)) refuse("what changes by entries, or is a view, follows no schedule");
  if (write && (book || view)) refuse("what changes by entries, or is a view, is not written");
  if (assessed !== undefined && (book || view)) refuse("what is assessed has records of its own");
  if (book !== undefined && !books[book]) refuse(`there is no book ${book}`);
  if (typeof subjectKey === "string") return;
  if (subjectKey.given && !["business-number", "document-number"].includes(subjectKey.form)) refuse("only numbers are given");
  if (subjectKey.givenFrom !== undefined && !subjectKey.given) refuse("a block of numbers belongs to a register that gives them");
  if (subjectKey.person !== undefined && !names.includes(subjectKey.person)) refuse(`there is no field ${subjectKey.person}`);
}

/** Records are found by text fields, and a hit shows fields. */
export function checkFinding({ fields, search, counted, lookUp = [], naming = [] }: Described, refuse: Refuse): void {
  const kinds = new Map<string, string>(fields.map(({ name, type }) => [name, type]));
  for (const name of [...(search?.by ?? []), ...lookUp])
    if (kinds.get(name) !== "text" && kinds.get(name) !== "code") refuse(`records are not found by ${name}`);
  for (const name of counted ? [counted.by, counted.entries, counted.unless] : [])
    if (name !== undefined && !fields.some((field) => field.name === name))
      refuse(`records are counted by ${name}, which is no field`);
  for (const name of naming) if (!lookUp.includes(name)) refuse(`records that name a person are not looked up by ${name}`);
  for (const name of search?.shows ?? []) if (!kinds.has(name)) refuse(`a hit shows ${name}, which is no field`);
}

export function checkSample({ fields, subjectKey, schedule }: Described, sample: Sample, refuse: Refuse): void {
  if ((typeof subjectKey === "string") !== (sample.key === undefined)) refuse("sample.json names a key if it is no national id");
  const names = fields.map(({ name }) => name);
  if (new Set(names).size !== names.length) refuse("a field exists twice");
  const followed = scheduledFields(schedule);
  const missing = names.find((name) => !(name in sample.fields) && !followed.includes(name));
  if (missing) refuse(`sample.json does not fill ${missing}`);
  const odd = Object.keys(sample.fields).find((name) => !names.includes(name));
  if (odd) refuse(`sample.json fills ${odd}, which is no field`);
}

/** A view shows registers of its own agency and their fields; a reference leads to a register. Throws ConfigurationError. */
export function checkOthers(register: Register, all: readonly Register[]): void {
  const refuse: Refuse = (reason) => {
    throw new ConfigurationError(`register ${register.id}: ${reason}`);
  };
  const own = (id: string): Register =>
    all.find((one) => one.id === id && one.agency.id === register.agency.id && !one.view) ??
    refuse(`${id} is no register of its agency with records`);
  for (const [field, target] of Object.entries(register.refersTo ?? {})) {
    if (!all.some(({ id }) => id === target)) refuse(`there is no register ${target}`);
    if (!register.fields.some(({ name }) => name === field)) refuse(`there is no field ${field}`);
  }
  if (register.book !== undefined && !books[register.book]!.registers.includes(register.id))
    refuse(`the book ${register.book} does not change it`);
  const { view } = register;
  if (!view) return;
  if (register.sample || register.book || register.search || register.lookUp) refuse("a view has no records of its own");
  const has = (target: Register, field: string): void => {
    if (!target.fields.some(({ name }) => name === field)) refuse(`${target.id} has no field ${field}`);
  };
  const shown = own(view.record);
  for (const { register: joined, by } of Object.values(view.join)) {
    own(joined);
    has(shown, by);
  }
  for (const { name } of register.fields) if (!(name in view.fields)) has(shown, name);
  for (const [name, source] of Object.entries(view.fields)) {
    if (!register.fields.some((field) => field.name === name)) refuse(`the view fills ${name}, which is no field`);
    const [from = "", field = ""] = (typeof source === "string" ? source : source.each).split(".");
    const join = view.join[from] ?? refuse(`the view joins no ${from}`);
    has(own(join.register), field);
    if (typeof source !== "string") own(source.record);
  }
}
