import { html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { hidden, type Session } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MyDataPages } from "./parts.ts";
import { proofView } from "./proof-view.ts";

type Parts = Pick<MyDataPages, "site" | "names" | "purposeOf" | "nationalId" | "recipientName"> & {
  mydata: Pick<MyDataPages["mydata"], "checkUse" | "downloadEvidence">;
};

const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** The proof of one exchange, checked anew at each visit and available for download. */
export function proofPages(app: FastifyInstance, { mydata, nationalId, ...words }: Parts): void {
  const { site } = words;
  const shown = async (request: FastifyRequest, { subject }: Session, tamper: boolean) => {
    const evidence = await mydata.checkUse(subject, idIn(request), { tamper, nationalId: await nationalId(request) });
    const title = request.t("mydata.proof.title");
    return {
      title,
      content: html`<h1>${title}</h1>${proofView(words, request, evidence, tamper)}`,
      path: [{ href: "/my-data", text: request.t("mydata.uses.title") }],
    };
  };
  app.get(
    "/my-data/:id",
    hidden,
    site.signedIn(["citizen"], (request, session) => shown(request, session, false)),
  );
  /** Alters one bit of a copy and checks it, to show the reader that a forgery fails. */
  app.post(
    "/my-data/:id/altered",
    hidden,
    site.signedIn(["citizen"], (request, session) => shown(request, session, true)),
  );
  app.get(
    "/my-data/:id/evidence.asice",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const file = await mydata.downloadEvidence(subject, idIn(request), await nationalId(request));
      if (!file) throw kernelFailure("request.not-found");
      return reply
        .type("application/vnd.etsi.asic-e+zip")
        .header("content-disposition", `attachment; filename="${file.fileName.replace(/[^A-Za-z0-9.-]/g, "-")}"`)
        .header("cache-control", "no-store")
        .send(Buffer.from(file.container, "base64"));
    }),
  );
}
