/** The check of answers on an operation of our own: it takes what fits and tells apart what does not. */
import type { Suite, SuiteResult } from "../../kit.ts";
import { differs, type Operation, type Spec } from "../run.ts";

const schema = {
  ...{ type: "object", additionalProperties: false, required: ["number", "state"] },
  properties: { number: { type: "string" }, state: { type: "string", enum: ["here", "gone"] } },
};
const operation: Operation = {
  ...{ operationId: "readBook", method: "GET", place: "/books/{number}" },
  responses: { "200": { content: { "application/json": { schema } } }, "404": {} },
};
const spec: Spec = { paths: {}, components: {} };
const book = { number: "1", state: "here" };

export default (async () => {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const judge = (id: string, fits: boolean, status: number, body: object | undefined): void => {
    const why = differs(spec, operation, { status, text: body === undefined ? "" : JSON.stringify(body) });
    if ((why === undefined) === fits) passed.push(id);
    else failed.push({ id, why: why ?? "taken" });
  };
  judge("answer: a book", true, 200, book);
  judge("answer: none", true, 404, undefined);
  judge("altered: another state", false, 200, { ...book, state: "lent" });
  judge("altered: a part more", false, 200, { ...book, colour: "green" });
  judge("altered: a code that is not in the file", false, 500, book);
  judge("altered: a body where there is none", false, 404, book);
  return { passed, failed } satisfies SuiteResult;
}) satisfies Suite;
