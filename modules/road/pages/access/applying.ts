import type { Content } from "@troad/kernel";
import { seeOther } from "@troad/kernel";
import { hidden, type Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

const serviceSchema = Type.Object({
  steps: Type.Array(Type.Object({ kind: Type.String(), does: Type.Optional(Type.String()) }), { maxItems: 60 }),
});

/** The address of the service of content by which something of the road is applied for, if there is one. */
export function applyAddress(content: Content, site: Pick<Site, "href">, does: string): string | undefined {
  const found = content
    .read("services", "service.json", serviceSchema)
    .find(({ value }) => value.steps.some((step) => step.kind === "act" && step.does === does));
  return found && site.href("portal", `/services/${found.id}`);
}

/** Applications are cases: what led to a form or a decision of before leads to the service, or to the right as it stands. */
export function formerPages(app: FastifyInstance, address: string): void {
  const idIn = (request: FastifyRequest): string => encodeURIComponent((request.params as { id: string }).id);
  app.get("/access/apply", hidden, (_request, reply) => seeOther(reply, address));
  app.post("/access/apply", hidden, (_request, reply) => seeOther(reply, address));
  for (const act of ["approve", "refuse"])
    app.post(`/access/:id/${act}`, hidden, (request, reply) => seeOther(reply, `/access/${idIn(request)}`));
}
