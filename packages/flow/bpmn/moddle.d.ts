/** The part of bpmn-moddle that is used here; the package brings no types of its main entry. */
declare module "bpmn-moddle" {
  /** An element of the BPMN 2.0 model; `get` knows the defaults of the model, lists among them. */
  export type ModdleElement = {
    $type: string;
    $attrs?: Record<string, unknown>;
    id?: string;
    // properties of the model, by name
    // biome-ignore lint/suspicious/noExplicitAny: the model is data of the library
    [property: string]: any;
    // biome-ignore lint/suspicious/noExplicitAny: the model is data of the library
    get(property: string): any;
  };
  export class BpmnModdle {
    create(type: string, attributes?: Record<string, unknown>): ModdleElement;
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: unknown[] }>;
    toXML(element: ModdleElement, options?: { format?: boolean }): Promise<{ xml: string }>;
  }
}
