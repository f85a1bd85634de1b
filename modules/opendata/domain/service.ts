import type { Content } from "@troad/kernel";
import Type from "typebox";

const serviceSchema = Type.Object({ steps: Type.Array(Type.Object({ does: Type.Optional(Type.String()) })) });

/** The service of content that has this module deliver data, if there is one. */
export const deliveryServiceOf = (content: Content): string | undefined =>
  content
    .read("services", "service.json", serviceSchema)
    .find(({ value }) => value.steps.some(({ does }) => does === "opendata.deliver"))?.id;
