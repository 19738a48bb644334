// liquidjs's own declarations pull in Node's types, which would end the promise that rules compile without a platform.
// This is the part that template-engine.ts uses, of the build without a file system. Source: liquidjs 10.30.1, dist/*.d.ts.
declare module "liquidjs/dist/liquid.browser.mjs" {
  export interface Token {
    readonly kind: number;
    getText(): string;
  }
  export interface TagToken extends Token {
    readonly args: string;
  }
  export interface Emitter {
    write(html: unknown): void;
  }
  export interface Options {
    readonly locale: string;
  }
  export interface Template {
    readonly token: Token;
    render(context: Context, emitter: Emitter): unknown;
    children?(partials: boolean, sync: boolean): Iterator<never, Template[]>;
    arguments?(): Iterable<unknown>;
  }
  export interface Filter {
    readonly name: string;
    readonly args: readonly (Token | readonly [name?: string, value?: Token])[];
    render(value: unknown, context: Context): Iterable<unknown>;
  }
  export interface Expression {
    readonly postfix: readonly Token[];
    evaluate(context: Context, lenient?: boolean): Iterable<unknown>;
  }
  export class Value {
    readonly initial: Expression;
    readonly filters: readonly Filter[];
  }
  export class Context {
    constructor(scope: object, options: Options, renderOptions: { readonly sync: true });
    readonly opts: Options;
    readonly memoryLimit: unknown;
    bottom(): Record<string, unknown>;
    getSync(path: readonly (string | number)[]): unknown;
    getRegister(key: string): unknown;
    setRegister(key: string, value: unknown): unknown;
  }
  export class Output implements Template {
    readonly token: Token;
    readonly value: Value;
    render(context: Context, emitter: Emitter): unknown;
  }
  export class ForTag implements Template {
    readonly token: Token;
    readonly variable: string;
    readonly collection: Token;
    readonly templates: Template[];
    readonly elseTemplates: Template[];
    render(context: Context, emitter: Emitter): unknown;
  }
  export class IfTag implements Template {
    readonly token: Token;
    readonly branches: { readonly value: Value; readonly templates: Template[] }[];
    readonly elseTemplates?: Template[];
    render(context: Context, emitter: Emitter): unknown;
  }
  export class UnlessTag implements Template {
    readonly token: Token;
    readonly branches: { readonly value: Value; readonly templates: Template[] }[];
    readonly elseTemplates: Template[];
    render(context: Context, emitter: Emitter): unknown;
  }
  export class AssignTag implements Template {
    readonly token: Token;
    readonly key: string;
    readonly value: Value;
    render(context: Context, emitter: Emitter): unknown;
  }
  export class CaptureTag implements Template {
    readonly token: Token;
    readonly variable: string;
    render(context: Context, emitter: Emitter): unknown;
  }
  export interface Variable {
    toArray(): readonly unknown[];
  }
  export interface FilterContext {
    readonly context: Pick<Context, "memoryLimit" | "opts" | "getRegister">;
  }
  export type FilterFunction = (this: FilterContext, value: unknown, ...args: readonly unknown[]) => unknown;
  export const filters: { readonly date: FilterFunction };
  export class Liquid {
    constructor(options: {
      readonly strictFilters: boolean;
      readonly ownPropertyOnly: boolean;
      readonly parseLimit: number;
      readonly memoryLimit: number;
    });
    readonly options: Options;
    readonly tags: Record<string, unknown>;
    readonly filters: Record<string, unknown>;
    parse(source: string): Template[];
    renderSync(templates: readonly Template[], context: Context): unknown;
    registerFilter(name: string, filter: FilterFunction): void;
    registerTag(name: "link", tag: TagOf<{ linkName: string }>): void;
    registerTag(
      name: "optional",
      tag: TagOf<{ optional: Template[]; otherwise: Template[]; children: () => Iterator<Template[]> }>,
    ): void;
  }
  interface TagOf<Own> {
    parse(this: Own & { readonly liquid: { readonly parser: Parser } }, token: TagToken, remaining: Token[]): void;
    render(this: Own, context: Context, emitter: Emitter): void;
  }
  interface Parser {
    parseStream(tokens: Token[]): ParseStream;
  }
  interface ParseStream {
    on(event: "template", handle: (template: Template) => unknown): this;
    on(event: string, handle: () => unknown): this;
    start(): void;
    stop(): void;
  }
  export function analyzeSync(templates: readonly { arguments(): Iterable<unknown> }[]): {
    readonly variables: Readonly<Record<string, readonly Variable[]>>;
  };
}
