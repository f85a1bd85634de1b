import { casesApi } from "@troad/cases/api";
import type { Step } from "@troad/flow";
import { uploaded } from "./case-fills.ts";
import type { Person, Run } from "./service-begin.ts";

/** What the applicant answers at a later step, as the path says; files are uploaded for the case. */
export async function fillLater(
  { government, service, path }: Run,
  id: string,
  person: Person,
  step: Extract<Step, { kind: "fill" }>,
): Promise<void> {
  const cases = government.running.use(casesApi);
  for (const page of step.pages ?? []) {
    const values = { ...path.answers[page] };
    for (const { name, type } of service.form.page(page)?.fields ?? [])
      if (type === "file" && values[name] !== undefined) values[name] = await uploaded(government, id, person.subject);
    const { place } = await cases.stepForm({ id, person });
    const { errors } = await cases.stepAnswer({ id, person, place, page, values });
    if (errors.length > 0) throw new Error(`page ${page}: ${JSON.stringify(errors)}`);
  }
  const { place } = await cases.acts({ id, person });
  await cases.act({ id, person, place, act: { act: "submit" } });
}
