import { END, type Field, type FieldError, type Form, type ParsedPage, type ParseOptions, parsePage } from "@troad/forms";
import type { Html } from "@troad/html";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { fieldErrorText } from "../content/services.ts";
import { uiOf } from "../site/view.ts";
import { fieldsHtml } from "./fields.ts";
import type { FieldShown } from "./shown.ts";

/** What stands against an answer; a code that is none of a field's is an error of the module. */
export type OwnError = Pick<FieldError, "field" | "params"> & { code: string };
type Shown = Pick<FieldShown, "values"> & {
  errors: readonly OwnError[];
  /** Names of options and other texts that are not the module's own, by key. */
  named?: ReadonlyMap<string, string>;
  /** Fields that the page draws itself. */
  draw?: Readonly<Record<string, (error: string | undefined) => Html>>;
};

/** Fields that stand together, so that a choice opens those below it; one that the page draws itself stands alone. */
function runsOf(fields: readonly Field[], draw: object): Field[][] {
  const runs: Field[][] = [[]];
  for (const field of fields) {
    if (field.name in draw) runs.push([field], []);
    else runs.at(-1)!.push(field);
  }
  return runs;
}

/** A form of one page that a module defines itself, of fields of @troad/forms; labels are texts of the module. */
export function ownForm({ texts, clock }: Pick<ModuleContext, "texts" | "clock">, fields: Field[]) {
  const page = { id: "own", title: "own", fields };
  const form: Form = { pages: [page], page: () => page, below: () => END };
  const errorText = (request: FastifyRequest, field: Field, { code, params }: OwnError): string => {
    const { t, lang } = request;
    if (!code.startsWith("field.")) return t(`error.${code}`, params);
    const error = { code: code as FieldError["code"], ...(params ? { params } : {}) };
    return fieldErrorText(texts, lang, error, { type: field.type, label: t(field.label) });
  };
  return {
    parse: (body: unknown, around: Partial<ParseOptions> = {}): ParsedPage =>
      parsePage(form, page.id, body, { today: taipeiDate(clock.now()), ...around }),
    /** The questions, and above them what is wrong with the answers. */
    html: (request: FastifyRequest, { values, errors, named, draw = {} }: Shown): { summary: Html | false; fields: Html[] } => {
      const text = (key: string): string => named?.get(key) ?? request.t(key);
      const said = new Map(
        fields.flatMap((field) => {
          const error = errors.find((one) => one.field === field.name);
          return error ? [[field.name, errorText(request, field, error)]] : [];
        }),
      );
      const list = [...said].map(([name, one]) => ({ text: one, href: `#${name}` }));
      return {
        summary: list.length > 0 && uiOf(request).errorSummary({ titleText: request.t("web.form.problem"), errorList: list }),
        fields: runsOf(fields, draw).flatMap((run) => {
          const [first] = run;
          const own = first && draw[first.name];
          if (own) return [own(said.get(first.name))];
          return fieldsHtml(request, { fields: run, values, errorOf: ({ name }) => said.get(name), text });
        }),
      };
    },
  };
}
