import { createContext, useContext, useEffect, useState } from "react";
import { createFormats, type Formats } from "./formats.ts";
import { chooseLanguage, findMessages, loadMessages, type Messages } from "./messages.ts";
import { en } from "./messages-en.ts";

export interface Wording {
  readonly messages: Messages;
  readonly formats: Formats;
}

/** What the reader gets in which words: our messages in one of the browser's languages, dates as that language's region writes them. */
export function createWording(messages: Messages, languages: readonly string[]): Wording {
  const region = languages.find((language) => language.toLowerCase().split("-")[0] === messages.language);
  return { messages, formats: createFormats(region ?? messages.language) };
}

export const WordingContext = createContext<Wording>(createWording(en, ["en"]));

export function useWording(): Wording {
  return useContext(WordingContext);
}

/** Undefined for the blink of an eye in which the reader's language is read from the disk. */
export function useWordingOf(languages: readonly string[]): Wording | undefined {
  const [wording, setWording] = useState(() => {
    const messages = findMessages(chooseLanguage(languages));
    return messages && createWording(messages, languages);
  });
  useEffect(() => {
    let isGone = false;
    void loadMessages(chooseLanguage(languages)).then((messages) => {
      if (!isGone) setWording((now) => (now?.messages === messages ? now : createWording(messages, languages)));
    });
    return () => {
      isGone = true;
    };
  }, [languages]);
  return wording;
}
