import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { fillMergeFields } from "../../shared/merge-fields.ts";
import type { Template } from "./message-answers.ts";
import type { Explanation } from "./messages.ts";
import { Sheet } from "./sheet.tsx";
import { useWording } from "./wording.ts";

interface Props {
  readonly templates: readonly Template[] | undefined;
  /** Why there are none. */
  readonly problem: Explanation | undefined;
  readonly values: Readonly<Record<string, string>>;
  /** The customer's, such as `es-MX`. */
  readonly language: string | undefined;
  readonly onChoose: (template: Template, body: string) => void;
  readonly onClose: () => void;
}

/** The templates in the customer's language, searched by any of their words; arrows and Enter choose. */
export function TemplateSheet({ templates, problem, values, language, onChoose, onClose }: Props) {
  const { messages } = useWording();
  const { templates: words } = messages.composer;
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();

  const choices = useMemo(() => {
    const wanted = foldText(search).split(/\s+/);
    return (templates ?? [])
      .map((template) => {
        const body = fillMergeFields(chooseBody(template, [language, messages.language]), values);
        return { template, body, name: words.names[template.key] ?? template.name };
      })
      .filter(({ name, body }) => {
        const found = foldText(`${name} ${body}`);
        return body !== "" && wanted.every((word) => found.includes(word));
      });
  }, [templates, values, language, messages.language, search, words]);
  const chosen = choices[Math.min(active, choices.length - 1)];

  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      setActive((choices.length + Math.min(active, choices.length - 1) + step) % choices.length);
    } else if (event.key === "Enter" && chosen !== undefined) {
      event.preventDefault();
      onChoose(chosen.template, chosen.body);
    }
  };

  const isLoading = templates === undefined && problem === undefined;
  const news = isLoading ? messages.loading : explainNone();

  return (
    <Sheet title={words.title} onClose={onClose}>
      <input
        type="search"
        role="combobox"
        aria-label={words.search}
        placeholder={words.search}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.template.key}`}
        value={search}
        onChange={({ target }) => {
          setSearch(target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div className="choices" role="listbox" id={`${id}-list`} aria-label={words.title}>
        {choices.map(({ template, body, name }) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the search field's
          <div
            key={template.key}
            id={`${id}-${template.key}`}
            role="option"
            className="choice"
            aria-selected={template === chosen?.template}
            ref={template === chosen?.template ? (option) => option?.scrollIntoView?.({ block: "nearest" }) : undefined}
            onClick={() => onChoose(template, body)}
          >
            <strong>{name}</strong>
            <span dir="auto">{body.replace(/\{\{\s*link\s*\}\}/, "[link]")}</span>
          </div>
        ))}
      </div>
      <p role="status" className={news === "" || isLoading ? "visually-hidden" : "hint"}>
        {news}
      </p>
    </Sheet>
  );

  function explainNone(): string {
    if (problem !== undefined) return `${problem.title}. ${problem.advice}`;
    return choices.length === 0 ? words.none : "";
  }
}

/** Without case and accents, as a search is typed. */
function foldText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function chooseBody({ bodies }: Template, languages: readonly (string | undefined)[]): string {
  for (const wanted of [...languages, "en", "es", "fr", "de"]) {
    const language = wanted?.toLowerCase().split(/[-_]/)[0];
    if (language === "en" || language === "es" || language === "fr" || language === "de") {
      const body = bodies[language];
      if (body !== undefined) return body;
    }
  }
  return "";
}
