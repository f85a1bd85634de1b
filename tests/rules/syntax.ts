import { parseSync } from "@swc/core";

/** A node of the syntax tree as swc has it: plain JSON. */
export type Node = { type: string; [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

export const parse = (source: string): Node => parseSync(source, { syntax: "typescript", target: "es2024" }) as unknown as Node;

/** All nodes below `node` and itself, outer ones first. */
export function* walk(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (typeof node === "object" && node !== null) {
    if (isNode(node)) yield node;
    for (const value of Object.values(node)) if (typeof value === "object") yield* walk(value);
  }
}

/** The node without what only groups it or says its type. */
export function bare(node: unknown): Node | undefined {
  let inner = node;
  while (isNode(inner) && /^(Paren|Await|TsAs|TsNonNull|TsSatisfies|TsInstantiation)/.test(inner.type))
    inner = inner.expression ?? inner.argument;
  return isNode(inner) ? inner : undefined;
}

export const nameOf = (node: unknown): string | undefined => {
  const inner = bare(node);
  return inner?.type === "Identifier" || inner?.type === "StringLiteral" ? String(inner.value) : undefined;
};

export const isFunction = (node: unknown): node is Node =>
  isNode(node) && /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration|MethodProperty)$/.test(node.type);

/** Callee and arguments of a call, also of `f?.()`. */
export function callOf(node: Node): { callee: Node; args: Node[] } | undefined {
  const isCall = node.type === "CallExpression";
  const chained = node.type === "OptionalChainingExpression" ? bare(node.base) : undefined;
  const call = isCall ? node : chained?.type === "CallExpression" ? chained : undefined;
  const callee = bare(call?.callee);
  if (!call || !callee) return undefined;
  const args = (call.arguments as { expression: unknown }[]).map(({ expression }) => bare(expression));
  return { callee, args: args.filter((arg) => arg !== undefined) };
}

/** `object` and `property` of `a.b`, also of `a?.b`. */
export function memberOf(node: Node | undefined): { object: Node | undefined; property: string } | undefined {
  const member = node?.type === "OptionalChainingExpression" ? bare(node.base) : node;
  if (member?.type !== "MemberExpression") return undefined;
  const property = nameOf(member.property);
  return property === undefined ? undefined : { object: bare(member.object), property };
}

export const paramsOf = (fn: Node): Node[] =>
  ((fn.params ?? []) as Node[]).map((param) => (param.type === "Parameter" ? (param.pat as Node) : param));
