import path from "node:path";
import { type LocalServer, type ModuleContext, openLocalServer } from "@troad/kernel";
import Type, { type TSchema } from "typebox";
import type { RecordsApi } from "../domain/retention.ts";

const instant = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$" });
const about = Type.Union([
  Type.Object(
    { exchangeId: Type.String({ minLength: 1, maxLength: 120 }), consumer: Type.Optional(Type.String({ maxLength: 300 })) },
    { additionalProperties: false },
  ),
  Type.Object({ consent: Type.String({ minLength: 1, maxLength: 120 }) }, { additionalProperties: false }),
  Type.Object({ since: instant, until: instant }, { additionalProperties: false }),
]);
const order = Type.Object({ about, reason: Type.String({ maxLength: 1000 }) }, { additionalProperties: false });
const id = Type.Integer({ minimum: 1 });
const asked = {
  hold: order,
  erase: order,
  end: Type.Object({ id, reason: Type.String({ maxLength: 1000 }) }, { additionalProperties: false }),
  orders: Type.Object(
    { before: Type.Optional(id), limit: Type.Integer({ minimum: 1, maximum: 200 }) },
    { additionalProperties: false },
  ),
} satisfies Record<keyof RecordsApi, TSchema>;

/** The server for an agency's records officer, at its own gateway: holds and erasures. The platform plays no part in it. */
export const openRecordsServer = (
  ctx: Pick<ModuleContext, "folder" | "texts" | "log">,
  agency: string,
  api: RecordsApi,
): Promise<LocalServer> =>
  openLocalServer(ctx, path.join(ctx.folder, "records", agency), {
    methods: Object.keys(asked),
    asked,
    api,
    actor: `records-officer of ${agency}`,
  });
