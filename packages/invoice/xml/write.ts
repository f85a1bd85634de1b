import type { Content, Fields, Rec } from "../mig/shape.ts";
import { escapeXml } from "./text.ts";

/** The element of a record in the order of its shape; undefined fields are left out. */
export function writeElement(name: string, shape: Rec<Fields>, value: object, namespace?: string): string {
  const declared = namespace === undefined ? "" : ` xmlns="${escapeXml(namespace)}"`;
  return `<${name}${declared}>${children(shape, value)}</${name}>`;
}

function children(shape: Rec<Fields>, value: object): string {
  let out = "";
  for (const { name, list, content } of shape.plan.slots) {
    const child = (value as Record<string, unknown>)[name];
    if (child === undefined) continue;
    for (const one of list ? (child as unknown[]) : [child]) out += element(name, content, one);
  }
  return out;
}

function element(name: string, content: Content, value: unknown): string {
  if (content.kind === "leaf") return `<${name}>${escapeXml(String(value))}</${name}>`;
  if (content.kind === "record") return writeElement(name, content, value as object);
  const { attributes, messages } = value as { attributes: Record<string, string>; messages: readonly string[] };
  const written = Object.entries(attributes).map(([key, text]) => ` ${key}="${escapeXml(text)}"`);
  return `<${name}${written.join("")}>${messages.join("")}</${name}>`;
}

/** A whole document with its declaration. */
export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
