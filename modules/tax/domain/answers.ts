import { type Answers, answersBefore, type FieldError, nextPage, type Page, parsePage, path } from "@troad/forms";
import type { LocalText } from "@troad/law";
import { LawError } from "@troad/law";
import type { Calculator, Worked } from "./calculator.ts";

/** What is wrong with one answer: by the form, by the law (whose own words say why), or a year that no rule is there for. */
export type InvalidAnswer =
  | (FieldError & { page: string })
  | { page: string; field: string; code: "law.range" | "law.out-of-range" | "law.type" | "law.overflow"; text: LocalText };
/** What was asked: answers that hold, what is wrong with the others, and the page to answer next. */
export type Reading = { answers: Answers; year: number; faults: InvalidAnswer[]; open: string | null };

/** The year asked for, or the last that has begun; undefined where there is no rule for it. */
export function yearOf({ years }: Calculator, raw: unknown, today: string): number | undefined {
  const current = Number(today.slice(0, 4));
  if (years.length === 0) return current;
  if (raw === undefined || raw === "") return years.findLast((one) => one <= current) ?? years[0];
  const text = typeof raw === "string" || typeof raw === "number" ? String(raw) : "";
  return years.find((one) => String(one) === text);
}

/** Reads answers page by page, as an address, a form or JSON brings them. A page that need not be answered never stays open. */
export function readAnswers(calculator: Calculator, raw: Record<string, unknown>, year: number, today: string): Reading {
  const { form, optional } = calculator;
  const answers: Answers = {};
  const faults: InvalidAnswer[] = [];
  let open: string | null = null;
  let page: string | null = form.pages[0]?.id ?? null;
  while (page !== null) {
    const definition = form.page(page);
    const isAsked = definition?.fields.some((field) => given(field.name, raw)) ?? false;
    if (!isAsked && !optional.has(page)) open ??= page;
    else if (isAsked) {
      const parsed = parsePage(form, page, raw, { answers: answersBefore(form, page, answers), today });
      if ("values" in parsed) {
        Object.assign(answers, parsed.values);
        faults.push(...unreadable(calculator, page, answers));
      } else for (const error of parsed.errors) faults.push({ ...error, page });
    }
    page = nextOf(calculator, page, answers);
  }
  return { answers, year, faults, open };
}
/** What a page was answered in text and nobody can read: told at once, not when all is answered. */
function unreadable({ form, readers }: Calculator, page: string, answers: Answers): InvalidAnswer[] {
  return (form.page(page)?.fields ?? []).flatMap(({ name }) => {
    try {
      readers[name]?.(answers[name]);
      return [];
    } catch (error) {
      const fault = error instanceof LawError ? lawFault(error, page, name) : undefined;
      if (!fault) throw error;
      return [fault];
    }
  });
}
const given = (name: string, raw: Record<string, unknown>): boolean =>
  Object.keys(raw).some((key) => key === name || key.startsWith(`${name}-`));

/** Pages after one whose answers are wrong are judged by what can be known without them. */
const nextOf = ({ form }: Calculator, page: string, answers: Answers): string | null => nextPage(form, page, answers);

/** Works the answers out; what the law refuses is a fault at the field that states the fact. */
export function outcomeOf(calculator: Calculator, reading: Reading, today: string): Worked | InvalidAnswer {
  try {
    return calculator.work(reading.answers, reading.year, today);
  } catch (error) {
    const fault = error instanceof LawError ? faultOf(calculator, reading, error) : undefined;
    if (!fault) throw error;
    return fault;
  }
}

function lawFault({ code, text }: LawError, page: string, field: string): InvalidAnswer | undefined {
  if (code !== "law.range" && code !== "law.out-of-range" && code !== "law.type" && code !== "law.overflow") return undefined;
  return { page, field, code, text };
}

function faultOf(calculator: Calculator, { answers }: Reading, error: LawError): InvalidAnswer | undefined {
  const { subject } = error;
  const name = calculator.fields.get(subject) ?? subject.slice(subject.indexOf(".") + 1);
  const pages = path(calculator.form, answers);
  const has = (page: Page | undefined) => page?.fields.some((field) => field.name === name) ?? false;
  const page = pages.find((id) => has(calculator.form.page(id)));
  const first = calculator.form.pages[0];
  const field = page === undefined ? (first?.fields[0]?.name ?? "") : name;
  return lawFault(error, page ?? first?.id ?? "", field);
}

/** The answers as an address carries them: figures, choices and days, never who someone is. */
export function addressOf(calculator: Calculator, answers: Answers, year: number | null): string {
  const query = new URLSearchParams();
  if (year !== null && calculator.years.length > 0) query.set("year", String(year));
  for (const page of calculator.form.pages)
    for (const { name } of page.fields) {
      const value = answers[name];
      if (value === undefined) continue;
      query.set(name, value === true ? "yes" : value === false ? "no" : String(value));
    }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
