import { Key } from "../../shared/contract/primitives.ts";
import type { TemplateInput, TemplatesView, TemplateView } from "../../shared/contract/templates.ts";
import { checkTemplate } from "../domain/template.ts";
import { composerTemplates } from "../flows/composer-templates.ts";
import { ProblemError } from "../problem.ts";
import type { InputIssue } from "../stores/input-issue.ts";
import { deleteTemplate, listTemplates, putTemplate } from "../tables/templates.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

/** `GET /v1/templates`: the shipped ones, each as the merchant wrote it anew, and then the merchant's others. */
export async function showTemplates(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const own = new Map((await listTemplates(env.DB, merchant.id)).map(({ key, template }) => [key, template]));
  const shipped = composerTemplates.map(({ key, ...template }) => show(key, own.get(key), template));
  const others = [...own].filter(([key]) => !composerTemplates.some((one) => one.key === key));
  const view: TemplatesView = {
    items: [...shipped, ...others.map(([key, template]) => show(key, template, template))],
  };
  return jsonResponse(view);
}

export async function replaceTemplate(
  request: RouteRequest,
  { env, merchant }: ApiContext,
  input: TemplateInput,
): Promise<Response> {
  const key = Key.safeParse(getParam(request, "key"));
  if (!key.success) throw invalidFields([{ path: ["key"], message: key.error.issues[0]?.message ?? "does not fit" }]);
  const issues = Object.entries(input.bodies).flatMap(([language, body]) => checkBody(language, body, input));
  if (issues.length > 0) throw invalidFields(issues);
  const isNew = await putTemplate(env.DB, merchant.id, key.data, input);
  return jsonResponse(show(key.data, input, input), isNew ? 201 : 200);
}

/** Of a template's own key: then the shipped one stands there again. */
export async function removeTemplate(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  if (!(await deleteTemplate(env.DB, merchant.id, getParam(request, "key")))) {
    const detail = "You have written none under this key. A shipped one can be written anew, not deleted.";
    throw new ProblemError({
      type: "/problems/unknown-template",
      title: "No such template of yours",
      status: 404,
      detail,
    });
  }
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

function show(key: string, own: TemplateInput | undefined, shipped: TemplateInput): TemplateView {
  return { key, ...(own ?? shipped), isDefault: own === undefined };
}

function checkBody(language: string, body: string | undefined, { link }: TemplateInput): readonly InputIssue[] {
  if (body === undefined) return [];
  const path = ["bodies", language];
  const { problems, usesLink } = checkTemplate(body);
  const issues = problems.map(({ message }) => ({ path, message }));
  if (link !== undefined && !usesLink && issues.length === 0)
    issues.push({ path, message: "does not print {{ link }}" });
  return issues;
}
