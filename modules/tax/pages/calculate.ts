import { kernelFailure, seeOther } from "@troad/kernel";
import { type KeptAnswers, todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { addressOf, type InvalidAnswer, outcomeOf, type Reading, readAnswers, yearOf } from "../domain/answers.ts";
import type { Calculator } from "../domain/calculator.ts";
import { calculatorOf } from "../domain/catalogue.ts";
import { fail } from "../domain/failures.ts";
import type { PageFile, Tax } from "../tax.ts";
import { askPage } from "./ask.ts";
import { resultPage } from "./result.ts";

const name = Type.String({ pattern: "^[a-z][a-z-]{0,40}$" });
const query = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 60 });
export const onCalculator = { schema: { hide: true, params: Type.Object({ id: name }), querystring: query } };
const onPage = { schema: { hide: true, params: Type.Object({ id: name, page: name }), querystring: query } };
type Query = Record<string, unknown>;
type Params = { id: string; page: string };

/** The calculator and the year of an address; 404 and 400 where there is none. */
export function requested(
  tax: Tax,
  request: FastifyRequest,
): { calculator: Calculator; year: number; asked: number | null; raw: Query } {
  const calculator = calculatorOf((request.params as Params).id);
  if (!calculator) throw kernelFailure("request.not-found");
  const raw = { ...(request.query as Query) };
  const year = yearOf(calculator, raw.year, todayOf(tax));
  const [first = 0, last = 0] = [calculator.years[0], calculator.years.at(-1)];
  if (year === undefined) throw fail("tax.year-unknown", { first, last });
  return { calculator, year, asked: raw.year === undefined ? null : year, raw };
}

/** Questions and answers of every calculation. The address holds the answers; what did not hold is kept in the browser until it does. */
export const calculatePages: PageFile = (app, tax) => {
  app.get(
    "/tax/:id",
    onCalculator,
    tax.site.open(async (request) => {
      const { calculator, year, asked, raw } = requested(tax, request);
      const reading = readAnswers(calculator, raw, year, todayOf(tax));
      const page = reading.faults[0]?.page ?? reading.open;
      if (page) {
        const faults = reading.faults.filter((one) => one.page === page);
        const question = { calculator, page, reading, faults, year: asked, typed: raw };
        return askPage(tax, request, faults.length > 0 ? { ...question, status: 422 } : question);
      }
      const outcome = outcomeOf(calculator, reading, todayOf(tax));
      if ("code" in outcome) return refused(tax, request, { calculator, reading, fault: outcome, asked });
      const answered = { calculator, answers: reading.answers, year, asked, worked: outcome };
      return resultPage(tax, request, answered);
    }),
  );

  app.get(
    "/tax/:id/:page",
    onPage,
    tax.site.open(async (request) => {
      const { calculator, year, asked, raw } = requested(tax, request);
      const { page } = request.params as Params;
      if (!calculator.form.page(page)) throw kernelFailure("request.not-found");
      const typed = raw.kept === undefined ? undefined : tax.kept.of(request, keptName(calculator, page))?.values;
      const answers = typed ? withPage(calculator, page, raw, typed) : raw;
      const reading = readAnswers(calculator, answers, year, todayOf(tax));
      const faults = typed ? faultsOf(tax, { calculator, page, reading }) : [];
      const question = { calculator, page, reading, faults, year: asked, typed: typed ?? {} };
      return askPage(tax, request, faults.length > 0 ? { ...question, status: 422 } : question);
    }),
  );

  app.post(
    "/tax/:id/:page",
    onPage,
    tax.site.open(async (request, _session, reply) => {
      const { calculator, year, asked, raw } = requested(tax, request);
      const { page } = request.params as Params;
      const typed = (request.body ?? {}) as Query;
      const reading = readAnswers(calculator, withPage(calculator, page, raw, typed), year, todayOf(tax));
      const faults = faultsOf(tax, { calculator, page, reading });
      if (faults.length > 0) {
        // a page of its own that Back and reload can show; what is too long for a cookie is answered at once
        const values = typed as KeptAnswers["values"];
        const kept = { page: keptName(calculator, page), values, errors: [], signedOut: false };
        if (tax.kept.keep(reply, `/tax/${calculator.id}`, kept)) return seeOther(reply, keptAddress(request));
        return askPage(tax, request, { calculator, page, reading, faults, typed, year: asked, status: 422 });
      }
      tax.kept.forget(reply, `/tax/${calculator.id}`);
      const address = addressOf(calculator, reading.answers, asked);
      return seeOther(reply, `/tax/${calculator.id}${reading.open ? `/${reading.open}` : ""}${address}`);
    }),
  );
};

const keptName = ({ id }: Calculator, page: string): string => `${id}/${page}`;

/** The page of a request again, with what was typed there. */
function keptAddress(request: FastifyRequest): string {
  const [path = "", query = ""] = request.url.split("?");
  const answers = new URLSearchParams(query);
  answers.set("kept", "1");
  return `${path}?${answers}`;
}

/** What is wrong with the answers of one page, by the form or, once all is answered, by the law. */
function faultsOf(
  tax: Tax,
  { calculator, page, reading }: { calculator: Calculator; page: string; reading: Reading },
): InvalidAnswer[] {
  const faults = reading.faults.filter((one) => one.page === page);
  if (faults.length > 0 || reading.faults.length > 0 || reading.open) return faults;
  const outcome = outcomeOf(calculator, reading, todayOf(tax));
  return "code" in outcome && outcome.page === page ? [outcome] : [];
}

/** The answers so far with those of one page anew, so that an answer can also be taken back; 404 where there is no such page. */
function withPage({ form }: Calculator, page: string, before: Query, typed: Query): Query {
  const fields = form.page(page)?.fields;
  if (!fields) throw kernelFailure("request.not-found");
  const own = new Set(fields.map(({ name }) => name));
  const others = Object.fromEntries(Object.entries(before).filter(([name]) => !own.has(name)));
  const sent = Object.fromEntries(fields.map(({ name }) => [name, typed[name] ?? ""]));
  return { ...others, ...sent, ...typed };
}

type Refusal = {
  calculator: Calculator;
  reading: ReturnType<typeof readAnswers>;
  fault: Extract<ReturnType<typeof outcomeOf>, { code: string }>;
  asked: number | null;
};
/** The page whose answer the law refuses, with the reason at the field. */
function refused(tax: Tax, request: FastifyRequest, { calculator, reading, fault, asked }: Refusal) {
  const question = { calculator, page: fault.page, reading, faults: [fault], year: asked, status: 422 };
  return askPage(tax, request, question);
}
