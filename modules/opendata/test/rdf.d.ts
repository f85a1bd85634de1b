/** What the test of DCAT uses of these libraries, which have no types of their own. */
declare module "n3" {
  export class Parser {
    parse(text: string): unknown[];
  }
}
declare module "rdf-ext" {
  type Quad = { predicate: { value: string }; object: { value: string } };
  const rdf: { dataset(quads: unknown[]): Iterable<Quad> };
  export default rdf;
}
declare module "shacl-engine" {
  type Result = { focusNode?: { term?: { value: string } } };
  export class Validator {
    constructor(shapes: unknown, options: { factory: unknown });
    validate(data: { dataset: unknown }): Promise<{ conforms: boolean; results: Result[] }>;
  }
}
