import type { RegistersApi } from "@troad/registers/api";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { OperationsOf } from "../pages/parts.ts";

/** The parts of an OpenAPI document that name its operations. */
const pathsCheck = Compile(
  Type.Object({
    paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Object({ summary: Type.Optional(Type.String()) }))),
  }),
);

export const operationsOf =
  (registers: Pick<RegistersApi, "description">): OperationsOf =>
  async (provider, lang) => {
    const described: unknown = await registers.description(provider, lang);
    if (!pathsCheck.Check(described)) return [];
    return Object.entries(described.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { summary = "" }]) => ({ method: method.toUpperCase(), path, summary })),
    );
  };
