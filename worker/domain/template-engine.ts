/// <reference path="./liquidjs.d.ts" />
import {
  AssignTag,
  analyzeSync,
  Context,
  type Emitter,
  type FilterContext,
  ForTag,
  filters,
  Liquid,
  Output,
  type Template,
  type Value,
} from "liquidjs/dist/liquid.browser.mjs";
import { countSegments } from "../../shared/segments.ts";
import { cutText } from "./template-values.ts";

/** A field as a template names it: `["items", 0, "name"]`. */
export type FieldPath = readonly (string | number)[];

/** What one rendering needs beside the scope, and what it found missing. */
export interface Rendering {
  readonly links: Readonly<Record<string, string>>;
  readonly timeZone: string;
  readonly language: string;
  readonly missing: FieldPath[];
  /** Of the optional parts, counted from 0 as they come, those that there is no room for. */
  readonly leftOut: ReadonlySet<number>;
  /** How many came so far. */
  optionalParts: number;
}

/** Parse a template and make its outputs strict: one that would print nothing is noted in `missing` instead. */
export function parseTemplate(source: string): readonly Template[] {
  const templates = engine.parse(source);
  makeStrict(templates);
  return templates;
}

/** Throws liquidjs's own error where a template exceeds the limits. */
export function renderParsed(templates: readonly Template[], scope: object, rendering: Rendering): string {
  const context = new Context(scope, engine.options, { sync: true });
  context.setRegister(register, rendering);
  return String(engine.renderSync(templates, context));
}

export function listChildren(template: Template): readonly Template[] {
  const children = template.children?.(false, true);
  return children?.next().value ?? []; // without partials there is nothing to wait for: the first step returns the list
}

/** The fields that a value, or tokens of one, name. A path with a computed part (`customer[key]`) ends before it. */
export function listPaths(parts: Iterable<unknown>): readonly FieldPath[] {
  const { variables } = analyzeSync([{ arguments: () => parts }]);
  return Object.values(variables).flatMap((named) =>
    named.map((variable) => {
      const segments = variable.toArray();
      const end = segments.findIndex((segment) => typeof segment !== "string" && typeof segment !== "number");
      return segments.slice(0, end === -1 ? undefined : end) as FieldPath; // only strings and numbers stand before `end`
    }),
  );
}

export function listFilterPaths({ args }: Value["filters"][number]): readonly FieldPath[] {
  return listPaths(args.map((arg) => (Array.isArray(arg) ? arg[1] : arg)));
}

const register = "aftertext";

/** `{% optional %}…{% else %}…{% endoptional %}`: printed where everything in it is known and there is room for it. */
export interface OptionalPart {
  optional: Template[];
  otherwise: Template[];
}

export function isOptionalPart(template: Template): template is Template & OptionalPart {
  return "optional" in template && "otherwise" in template;
}

const allowedTags = new Set("if unless case for break continue assign capture comment raw #".split(" "));
// No filter that reads the clock, escapes for HTML, or decodes what `cleanScope` has made harmless.
const allowedFilters = new Set(
  (
    "abs append at_least at_most capitalize ceil compact concat default divided_by downcase first floor join last lstrip " +
    "map minus modulo plus prepend remove remove_first remove_last replace replace_first replace_last reverse round " +
    "rstrip size slice sort split strip strip_newlines times truncate truncatewords uniq upcase url_encode where"
  ).split(" "),
);

const engine = createEngine();

function createEngine(): Liquid {
  // Ten texts of 1,600 characters are far below these; a loop over (1..1000000) is not.
  const liquid = new Liquid({ strictFilters: true, ownPropertyOnly: true, parseLimit: 20_000, memoryLimit: 200_000 });
  for (const name of Object.keys(liquid.tags)) if (!allowedTags.has(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) if (!allowedFilters.has(name)) delete liquid.filters[name];
  liquid.registerFilter("date", writeDate);
  liquid.registerFilter("clip", clipValue);
  liquid.registerTag("optional", {
    parse(_, remaining) {
      this.optional = [];
      this.otherwise = [];
      this.children = () => [[...this.optional, ...this.otherwise]].values();
      let part = this.optional;
      const stream = this.liquid.parser
        .parseStream(remaining)
        .on("tag:else", () => {
          part = this.otherwise;
        })
        .on("tag:endoptional", (): void => stream.stop())
        .on("template", (template) => part.push(template))
        .on("end", () => {
          throw new Error("{% optional %} is not closed: it ends with {% endoptional %}");
        });
      stream.start();
    },
    render(context, emitter) {
      emitter.write(writeOptional(this, context));
    },
  });
  liquid.registerTag("link", {
    parse({ args }) {
      const name = /^(["'])([a-z0-9][a-z0-9_-]{0,63})\1$/.exec(args.trim())?.[2];
      if (name === undefined) throw new Error('a link tag names its link in lower case, as in {% link "track" %}');
      this.linkName = name;
    },
    render(context, emitter) {
      const { links, missing } = getRendering(context);
      const url = links[this.linkName];
      if (url === undefined) missing.push(["link", this.linkName]);
      else emitter.write(url);
    },
  });
  return liquid;
}

/** A part that needs a field that is missing is left out as a whole, and blocks nothing. */
function writeOptional({ optional, otherwise }: OptionalPart, context: Context): string {
  const rendering = getRendering(context);
  const index = rendering.optionalParts;
  rendering.optionalParts += 1;
  if (!rendering.leftOut.has(index)) {
    const before = rendering.missing.length;
    const text = String(engine.renderSync(optional, context));
    if (rendering.missing.length === before) return text;
    rendering.missing.length = before;
  }
  return String(engine.renderSync(otherwise, context));
}

/** At most so many places in a text, ended at a word where one is near: `{{ shop.name | clip: 24 }}`. A euro sign takes two. */
function clipValue(value: unknown, places: unknown): unknown {
  if (typeof value !== "string" || typeof places !== "number") return value;
  let clipped = cutText(value, places);
  for (let length = places - 1; length > 0 && countSegments(clipped).units > places; length -= 1) {
    clipped = cutText(value, length);
  }
  return clipped;
}

function getRendering(context: Pick<Context, "getRegister">): Rendering {
  return context.getRegister(register) as Rendering; // renderParsed, the only caller of the engine, has set it
}

/**
 * Liquid's `date`, in the recipient's zone and language. Numbers are epoch milliseconds; a bare date has no zone; a word
 * that is no date ("tomorrow") is printed as it is; "now" is no field.
 */
function writeDate(this: FilterContext, value: unknown, format?: unknown): unknown {
  if (value === undefined || value === null || value === "" || value === "now" || value === "today") return undefined;
  const { timeZone, language } = getRendering(this.context);
  const isBareDate = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
  const context = { ...pickLimits(this.context), opts: { ...this.context.opts, locale: language } };
  const instant = typeof value === "number" ? value / 1000 : value; // liquidjs counts seconds
  return filters.date.call({ context }, instant, format ?? "%-d %b", isBareDate ? "UTC" : timeZone);
}

function pickLimits(context: FilterContext["context"]): Pick<Context, "memoryLimit" | "getRegister"> {
  return { memoryLimit: context.memoryLimit, getRegister: (key) => context.getRegister(key) };
}

// liquidjs has no hook that sees both the fields of a value and its filters, so the parsed instances get their own `render`.
function makeStrict(templates: readonly Template[]): void {
  for (const template of templates) {
    if (template instanceof Output) makeOutputStrict(template);
    if (template instanceof AssignTag) makeAssignStrict(template);
    if (template instanceof ForTag) makeLoopStrict(template);
    makeStrict(listChildren(template));
  }
}

function makeOutputStrict(output: Output): void {
  const evaluate = toStrictEvaluation(output.value);
  output.render = function* (context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const { value, missing } = yield* evaluate(context);
    if (missing.length > 0) getRendering(context).missing.push(...missing);
    else emitter.write(value);
  };
}

/** What is made of a missing field is missing itself: it blocks where it is printed, and a default there still helps. */
function makeAssignStrict(assign: AssignTag): void {
  const evaluate = toStrictEvaluation(assign.value);
  assign.render = function* (context: Context): Generator<unknown, void, unknown> {
    const { value, missing } = yield* evaluate(context);
    context.bottom()[assign.key] = missing.length > 0 ? undefined : value;
  };
}

interface Evaluated {
  readonly value: unknown;
  readonly missing: readonly FieldPath[];
}

function toStrictEvaluation({
  initial,
  filters: chain,
}: Value): (context: Context) => Generator<unknown, Evaluated, unknown> {
  const initialPaths = listPaths(initial.postfix);
  const steps = chain.map((filter) => ({ filter, paths: listFilterPaths(filter) }));

  return function* (context) {
    const findBlank = (paths: readonly FieldPath[]) => paths.filter((path) => isBlank(context.getSync(path)));
    let missing: readonly FieldPath[] = findBlank(initialPaths);
    let value = yield initial.evaluate(context, true);
    for (const { filter, paths } of steps) {
      const wasBlank = isBlank(value);
      value = yield filter.render(value, context);
      if (filter.name !== "default") missing = [...missing, ...findBlank(paths)];
      // A default of '' is the merchant's wish to print nothing; one that is a field may be missing as well.
      else if (wasBlank) missing = isBlank(value) && paths.length > 0 ? [...missing, ...findBlank(paths)] : [];
    }
    return { value, missing };
  };
}

function makeLoopStrict(loop: ForTag): void {
  if (loop.elseTemplates.length > 0) return;
  const paths = listPaths([loop.collection]);
  const renderLoop = loop.render;
  loop.render = (context: Context, emitter: Emitter): unknown => {
    const blank = paths.filter((path) => isBlank(context.getSync(path)));
    if (blank.length === 0) return renderLoop.call(loop, context, emitter);
    getRendering(context).missing.push(...blank);
    return undefined;
  };
}

function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === undefined || value === null || Number.isNaN(value) || (Array.isArray(value) && value.length === 0);
}
