import { createContext, useContext } from "react";
import { type AroundMessages, chooseAroundMessages } from "./around-messages.ts";
import { createFormats, type Formats } from "./formats.ts";

export interface AroundWording {
  readonly messages: AroundMessages;
  readonly formats: Formats;
}

export const AroundContext = createContext<AroundWording>({
  messages: chooseAroundMessages(["en"]),
  formats: createFormats("en"),
});

export function useAroundWording(): AroundWording {
  return useContext(AroundContext);
}
