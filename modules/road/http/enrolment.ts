import { uuidSchema } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";
import type { RoadApi } from "../api.ts";

const enrolment = Type.Object(
  {
    id: uuidSchema(),
    csr: Type.String({ maxLength: 4_000 }),
    proof: Type.String({ maxLength: 100 }),
  },
  { additionalProperties: false },
);

/** Where the process of an invited member has its key certified. */
export const enrolmentRoutes =
  (api: Pick<RoadApi, "enrol">) =>
  (app: FastifyInstance): void => {
    app.post<{ Body: Static<typeof enrolment> }>(
      "/road/enrolment",
      { schema: { tags: ["road"], summary: "Certifies the key of an invited member's process (PKCS#10)", body: enrolment } },
      async ({ body }) => api.enrol(body),
    );
  };
