import type { Texts } from "@troad/kernel";
import { registerCodes } from "./errors.ts";
import { keyPattern } from "./key.ts";
import type { Field, PlainField, Register } from "./register.ts";

/** The OpenAPI 3.1 description of a register's service, in one language. */
export function openApiOf(register: Register, texts: Texts, lang: string): object {
  const say = (key: string): string => texts.pick(register.text, lang, key);
  const record = {
    type: "object",
    description: say("description"),
    properties: Object.fromEntries(
      register.fields.map((field) => [
        field.name,
        { ...schemaOf(field), description: say(`field.${field.name}`), "x-data-class": field.dataClass },
      ]),
    ),
  };
  const codes = Object.entries(registerCodes);
  const problems = Object.fromEntries(
    [...new Set(codes.map(([, status]) => status)), 413, 415, 500].map((status) => {
      const own = codes.filter((entry) => entry[1] === status).map(([code]) => code);
      return [
        String(status),
        {
          description: own.join(", ") || "request.too-large, request.unsupported-media-type, internal",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      ];
    }),
  );
  const asked = typeof register.subjectKey === "string" ? "nationalId" : "key";
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: "header",
    required,
    description,
    schema: { type: "string" },
  });
  return {
    openapi: "3.1.0",
    info: { title: say("name"), version: "1", description: `${say("description")}\n\n${say(register.legalBasis)}` },
    paths: {
      "/find": {
        post: {
          operationId: "find",
          summary: register.openapi.summary,
          parameters: [
            header("X-Road-Client", true, "The subsystem that asks, as the gateway verified it"),
            header("X-Road-Id", true, "The message; the same one again gets the same answer"),
            header("X-Troad-Consent", true, "The citizen's agreement, a compact JWS of type troad-consent+jwt"),
            header("X-Troad-Agreement", false, "The data agreement on file"),
          ],
          requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/Find" } } } },
          responses: {
            "200": {
              description: "Found, or not",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Answer" } } },
            },
            ...problems,
          },
        },
      },
      ...(register.write ? { "/write": { post: writeOperation(problems) } } : {}),
    },
    components: {
      schemas: {
        Record: record,
        ...(register.write ? writeSchemas(register, register.write.fields) : {}),
        Find: {
          type: "object",
          required: [asked, "fields"],
          additionalProperties: false,
          properties: {
            [asked]: { type: "string", pattern: keyPattern(register.subjectKey) },
            fields: {
              type: "array",
              minItems: 1,
              maxItems: 60,
              uniqueItems: true,
              items: { enum: register.fields.map(({ name }) => name) },
            },
            version: {
              type: "integer",
              minimum: 1,
              description: "What the record said in this version; only where the law allows the read",
            },
          },
        },
        Answer: {
          oneOf: [
            {
              type: "object",
              required: ["found", "record", "asOf"],
              properties: {
                found: { const: true },
                record: { $ref: "#/components/schemas/Record" },
                asOf: { type: "string", format: "date-time" },
              },
            },
            { type: "object", required: ["found"], properties: { found: { const: false } } },
          ],
        },
        Problem: {
          type: "object",
          required: ["type", "title", "status", "code"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            code: { type: "string" },
            titles: { type: "object", additionalProperties: { type: "string" } },
          },
        },
      },
    },
  };
}

const writeOperation = (problems: object): object => ({
  operationId: "write",
  summary: "A new version of a record; the same write again gets the same answer",
  requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/Write" } } } },
  responses: {
    "200": { description: "Written", content: { "application/json": { schema: { $ref: "#/components/schemas/Written" } } } },
    ...problems,
  },
});

/** What is sent to `/write`, and what the register answers. */
const writeSchemas = ({ fields, subjectKey }: Register, writable: readonly string[]): object => ({
  Write: {
    type: "object",
    required: ["writeKey", "caseId", "create", "key", "values"],
    additionalProperties: false,
    properties: {
      writeKey: { type: "string", minLength: 8, maxLength: 200 },
      caseId: { type: "string", minLength: 1, maxLength: 60 },
      create: { type: "boolean" },
      key: { type: ["string", "null"], pattern: keyPattern(subjectKey) },
      values: valuesOf(fields.filter(({ name }) => writable.includes(name))),
      add: {
        ...valuesOf(fields.filter(({ name, type }) => type === "integer" && writable.includes(name))),
        description: "Added to what the record has; record.exceeded where it leaves the bounds of the register",
      },
      expect: { ...valuesOf(fields), description: "What the record must still have, or record.changed" },
    },
  },
  Written: {
    type: "object",
    required: ["key", "version", "at"],
    properties: {
      key: { type: "string" },
      version: { type: "integer", minimum: 1 },
      at: { type: "string", format: "date-time" },
    },
  },
});

const valuesOf = (fields: readonly Field[]): object => ({
  type: "object",
  minProperties: 1,
  additionalProperties: false,
  properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
});

/** JSON Schema 2020-12 of a field; every field may be null if the register has no value. */
function schemaOf(field: Field): Record<string, unknown> {
  if (field.type === "list")
    return {
      type: ["array", "null"],
      items: { type: "object", properties: Object.fromEntries(field.of.map((one) => [one.name, schemaOf(one)])) },
    };
  return plainSchema(field);
}

function plainSchema({ type, codes }: PlainField): Record<string, unknown> {
  switch (type) {
    case "text":
      return { type: ["string", "null"] };
    case "date":
      return { type: ["string", "null"], format: "date" };
    case "integer":
      return { type: ["integer", "null"] };
    case "boolean":
      return { type: ["boolean", "null"] };
    case "code":
      return { enum: [...(codes ?? []), null] };
  }
}
