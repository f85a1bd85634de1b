import { bare, callOf, isFunction, memberOf, type Node, nameOf, paramsOf, parse, walk } from "./syntax.ts";

/** A source file of a module, as `modules/<name>/...`. */
export type SourceFile = { path: string; source: string };

type Func = { name: string; file: string; node: Node };
type Module = { functions: Map<string, Func[]>; files: { path: string; tree: Node }[] };

/**
 * Finds calls of other modules, and of the network, inside database transactions: such a call may take half a minute while rows are locked,
 * and may have happened although the transaction is rolled back. What a transaction runs is followed through functions of the same module.
 */
export function remoteCallsInTransactions(sources: readonly SourceFile[]): string[] {
  const modules = Map.groupBy(sources, ({ path }) => path.split("/")[1] ?? "");
  return [...modules.values()].flatMap((files) => checkModule(files)).sort();
}

function checkModule(sources: readonly SourceFile[]): string[] {
  const files = sources.map(({ path, source }) => ({ path, tree: parse(source) }));
  const module: Module = { files, functions: functionsOf(files) };
  const remote = reaching(module, remoteNames(files));
  const runners = runnersOf(module);
  const problems = new Set<string>();
  const check = (file: string, fn: Node, runner: string): void => {
    for (const call of remote.callsIn(fn)) problems.add(`${file}: ${call} inside the transaction of ${runner}`);
  };
  for (const { path, tree } of files)
    for (const node of walk(tree)) {
      for (const { fn, runner } of transactionsAt(node, runners)) {
        if (isFunction(fn)) check(path, fn, runner);
        else for (const named of module.functions.get(nameOf(fn) ?? "") ?? []) check(named.file, named.node, runner);
      }
      // the kernel handles an event in the transaction that marks it as seen
      if (node.type === "KeyValueProperty" && nameOf(node.key) === "subscribes")
        for (const inner of walk(node.value)) if (isFunction(inner)) check(path, inner, "an event");
    }
  return [...problems];
}

/** Functions by the name under which they are called. */
function functionsOf(files: Module["files"]): Map<string, Func[]> {
  const all: Func[] = [];
  for (const { path, tree } of files)
    for (const node of walk(tree)) {
      const [name, fn] =
        node.type === "FunctionDeclaration"
          ? [nameOf(node.identifier), node]
          : node.type === "VariableDeclarator"
            ? [nameOf(node.id), bare(node.init)]
            : node.type === "KeyValueProperty"
              ? [nameOf(node.key), bare(node.value)]
              : [undefined, undefined];
      if (name !== undefined && isFunction(fn)) all.push({ name, file: path, node: fn });
    }
  return Map.groupBy(all, ({ name }) => name);
}

type RemoteNames = { clients: Set<string>; functions: Set<string> };

/** Names that stand for another module's api in this module, and functions of other modules or of the network. */
function remoteNames(files: Module["files"]): RemoteNames {
  const clients = new Set<string>();
  const functions = new Set<string>(["fetch"]);
  const isUse = (node: unknown): boolean => {
    const call = bare(node) && callOf(bare(node)!);
    return call !== undefined && memberOf(call?.callee)?.property === "use" && call!.args.length === 1;
  };
  const add = (name: string | undefined): void => void (name !== undefined && clients.add(name));
  for (const { tree } of files)
    for (const node of walk(tree)) {
      if (node.type === "VariableDeclarator" && isUse(node.init)) add(nameOf(node.id));
      if (node.type === "KeyValueProperty" && isUse(node.value)) add(nameOf(node.key));
      if (node.type === "VariableDeclarator" && (node.id as Node).type === "ArrayPattern") {
        const values = ((bare(node.init)?.elements ?? []) as { expression: unknown }[]).map(({ expression }) => expression);
        for (const [index, element] of ((node.id as Node).elements as unknown[]).entries())
          if (isUse(values[index])) add(nameOf(element));
      }
      if (node.type === "ImportDeclaration") {
        const from = String((node.source as Node).value);
        const names = (node.specifiers as Node[]).map((one) => nameOf(one.local));
        if (from === "undici") for (const name of names) if (name === "request") functions.add(name);
        if (/^@troad\/[\w-]+\/(?!api$|events$|module$)/.test(from)) for (const name of names) if (name) functions.add(name);
      }
      // a parameter or member whose type is another module's api
      const annotation = node.type === "Identifier" || node.type === "TsPropertySignature" ? node.typeAnnotation : undefined;
      const type = (annotation as Node | undefined)?.typeAnnotation as Node | undefined;
      const typeName = type?.type === "TsTypeReference" ? nameOf(type.typeName) : undefined;
      if (typeName && importsApi(tree, typeName)) add(nameOf(node.type === "Identifier" ? node : node.key));
    }
  return { clients, functions };
}

const importsApi = (tree: Node, typeName: string): boolean =>
  (tree.body as Node[]).some(
    (node) =>
      node.type === "ImportDeclaration" &&
      /^@troad\/[\w-]+\/api$/.test(String((node.source as Node).value)) &&
      /Api$/.test(typeName) &&
      (node.specifiers as Node[]).some((one) => nameOf(one.local) === typeName),
  );

/** Which calls leave the module, directly or through its own functions. */
function reaching({ functions }: Module, names: RemoteNames): { callsIn(fn: Node): string[] } {
  const remoteFunctions = new Set(names.functions);
  const describe = (node: Node): string | undefined => {
    const call = callOf(node);
    if (!call) return undefined;
    const own = nameOf(call.callee);
    if (own !== undefined) return remoteFunctions.has(own) ? own : undefined;
    const member = memberOf(call.callee);
    if (!member) return undefined;
    const { object, property } = member;
    const client = nameOf(object) ?? memberOf(object)?.property;
    if (client !== undefined && names.clients.has(client)) return `${client}.${property}`;
    const inner = object && callOf(object);
    return inner && memberOf(inner.callee)?.property === "use" ? `use(...).${property}` : undefined;
  };
  const callsIn = (fn: Node): string[] => [...walk(fn.body)].map(describe).filter((one) => one !== undefined);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, same] of functions)
      if (!remoteFunctions.has(name) && same.some(({ node }) => callsIn(node).length > 0)) {
        remoteFunctions.add(name);
        grown = true;
      }
  }
  return { callsIn };
}

/** Functions that run one of their arguments in a transaction: name -> places of such arguments. */
type Runners = Map<string, Set<number>>;

function transactionsAt(node: Node, runners: Runners): { fn: Node; runner: string }[] {
  const call = callOf(node);
  if (!call) return [];
  const name = nameOf(call.callee) ?? memberOf(call.callee)?.property ?? "";
  return [...(runners.get(name) ?? [])].flatMap((place) => (call.args[place] ? [{ fn: call.args[place], runner: name }] : []));
}

function runnersOf({ functions }: Module): Runners {
  const runners: Runners = new Map([["tx", new Set([0])]]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { name, node } of [...functions.values()].flat())
      for (const [place, param] of paramsOf(node).entries()) {
        const own = nameOf(param);
        if (own === undefined || runners.get(name)?.has(place) || !runsInside(node, own, runners)) continue;
        runners.set(name, (runners.get(name) ?? new Set()).add(place));
        grown = true;
      }
  }
  return runners;
}

/** Whether a function calls its parameter in a transaction, or hands it on to be called there. */
function runsInside(fn: Node, param: string, runners: Runners): boolean {
  for (const node of walk(fn.body))
    for (const { fn: inside } of transactionsAt(node, runners)) {
      if (nameOf(inside) === param) return true;
      if (!isFunction(inside)) continue;
      for (const inner of walk(inside.body)) if (nameOf(callOf(inner)?.callee) === param) return true;
    }
  return false;
}
