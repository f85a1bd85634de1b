import type { Exclusive } from "@troad/kernel";
import { formatVerifierKey, MAX_REQUEST_CHARS, SIGNATURE_TYPE, type Signer, verifierKey, type Witness } from "@troad/tlog";
import type { FastifyInstance } from "fastify";

/** One witness of this process: its operator, its key, its state machine, and the turn of this process at its decisions. */
export type RunningWitness = { id: string; signer: Signer; witness: Witness; decisions: Exclusive };

/** The submission prefix of a witness below the module's origin. */
export const prefixOf = (id: string): string => `/witness/${id}`;

/** The verifier key of a witness (C2SP tlog-cosignature, type 0x04). */
export const cosignerKey = (signer: Signer): string =>
  formatVerifierKey(verifierKey(signer.name, signer.publicKey, SIGNATURE_TYPE.cosignature));

/** `add-checkpoint` of C2SP tlog-witness for each witness, and the list of the witnesses here. */
export const witnessRoutes =
  (origin: string, witnesses: readonly RunningWitness[]) =>
  (app: FastifyInstance): void => {
    app.addContentTypeParser("*", { parseAs: "string", bodyLimit: MAX_REQUEST_CHARS }, (_request, body, done) =>
      done(null, body),
    );
    app.removeContentTypeParser("text/plain");
    app.get(
      "/witness",
      { schema: { tags: ["witness"], summary: "Keys and submission prefixes, a line each" } },
      (_request, reply) =>
        reply
          .type("text/plain; charset=utf-8")
          .send(witnesses.map(({ id, signer }) => `${cosignerKey(signer)} ${origin}${prefixOf(id)}\n`).join("")),
    );
    for (const { id, witness, decisions } of witnesses) {
      app.post(
        `${prefixOf(id)}/add-checkpoint`,
        { bodyLimit: MAX_REQUEST_CHARS, schema: { tags: ["witness"], summary: "Cosign a checkpoint (C2SP tlog-witness)" } },
        async (request, reply) => {
          const body = typeof request.body === "string" ? request.body : "";
          const answer = await decisions.run(() => witness.addCheckpoint(body));
          return reply.code(answer.status).type(answer.type).send(answer.body);
        },
      );
    }
  };
