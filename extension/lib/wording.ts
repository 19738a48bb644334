import { createContext, useContext } from "react";
import { createFormats, type Formats } from "./formats.ts";
import { chooseMessages, type Messages } from "./messages.ts";

export interface Wording {
  readonly messages: Messages;
  readonly formats: Formats;
}

/** What the reader gets in which words: our messages in one of the browser's languages, dates as that language's region writes them. */
export function createWording(languages: readonly string[]): Wording {
  const messages = chooseMessages(languages);
  const region = languages.find((language) => language.toLowerCase().split("-")[0] === messages.language);
  return { messages, formats: createFormats(region ?? messages.language) };
}

export const WordingContext = createContext<Wording>(createWording(["en"]));

export function useWording(): Wording {
  return useContext(WordingContext);
}
