import { button } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, type List, listRoutes, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { officeFailure } from "../errors.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../form-view.ts";
import { type Office, officePath, officeTrail, operatorRole, paramIn } from "../parts.ts";

type Typed = Record<string, string>;
/** What an act on a thing's page was refused for, and what was typed. */
export type Failed = { error?: CodedError; act?: string; values?: Typed };
/** A thing that operators register: its list, the form of a new one, its page and the acts on that page. */
type Registered<Row> = {
  /** Its folder below the office; its texts begin with `invoice.<name>`. */
  name: string;
  list(request: FastifyRequest): List<Row>;
  fields(request: FastifyRequest): readonly OfficeField[];
  /** What is shown once follows: a token, a key. */
  register(asked: { request: FastifyRequest; values: Typed; by: string }): Promise<View>;
  one(request: FastifyRequest, id: string, failed: Failed): Promise<View>;
  /** The fields of its acts, and what each does; without anything to show the page is loaded anew. */
  typed: readonly string[];
  acts(asked: {
    request: FastifyRequest;
    id: string;
    values: Typed;
    by: string;
    show(view: View): void;
  }): Record<string, () => Promise<unknown>>;
};

export const pathTo = (request: FastifyRequest, name: string) =>
  officeTrail(request, { href: `${officePath}/${name}`, text: request.t(`invoice.${name}.title`) });

export function registeredPages<Row>(app: FastifyInstance, { work, ctx }: Office, thing: Registered<Row>): void {
  const { name, list, fields, register, one, typed, acts } = thing;
  const address = `${officePath}/${name}`;
  const guarded = (load: Parameters<typeof work.signedIn>[1]) => work.signedIn([operatorRole], load);
  const newView = (request: FastifyRequest, values: Typed, error?: CodedError): View => {
    const title = request.t(`invoice.${name}.new`);
    const { summary, form } = officeForm(request, {
      ...{ key: `invoice.${name}`, action: `${address}/new`, fields: fields(request), submit: "invoice.office.register" },
      ...{ values, error },
    });
    return { title, content: html`${summary}<h1>${title}</h1>${form}`, path: pathTo(request, name), ...failedAs(error) };
  };
  listRoutes({
    ...{ app, ctx, address, guard: guarded },
    list: async (request) => list(request),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1>${button({ text: request.t(`invoice.${name}.new`), href: `${address}/new` })}${content}`,
      path: officeTrail(request),
    }),
  });
  app.get(
    `${address}/new`,
    hidden,
    guarded(async (request) => newView(request, {})),
  );
  app.post(
    `${address}/new`,
    hidden,
    guarded(async (request, { subject: by }) => {
      const values = typedIn(request, fields(request));
      let view: View | undefined;
      const error = await tried(async () => {
        view = await register({ request, values, by });
      });
      return view ?? newView(request, values, error);
    }),
  );
  app.get(
    `${address}/:id`,
    hidden,
    guarded(async (request) => one(request, paramIn(request, "id"), {})),
  );
  app.post(
    `${address}/:id/:act`,
    hidden,
    guarded(async (request, { subject: by }, reply) => {
      const [id, act] = [paramIn(request, "id"), paramIn(request, "act")];
      const values = typedIn(
        request,
        typed.map((field) => ({ name: field })),
      );
      let view: View | undefined;
      const known = acts({
        ...{ request, id, values, by },
        show: (next) => {
          view = next;
        },
      });
      const error = await tried(async () => {
        if (!Object.hasOwn(known, act)) throw officeFailure("office.unknown");
        await known[act]!();
      });
      if (error) return one(request, id, { error, act, values });
      return view ?? seeOther(reply, `${address}/${id}`);
    }),
  );
}
