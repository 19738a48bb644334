export interface TwilioAccount {
  /** https://api.twilio.com, or the simulator's address; without a trailing slash. */
  readonly apiBase: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** A number, a short code, a name, or a Messaging Service's sid (MG…). */
  readonly sender: string;
}

/** A send that takes longer is `unknown` and looked up. */
export const twilioTimeoutMs = 10_000;

export function authorizeTwilio(account: TwilioAccount): Readonly<Record<string, string>> {
  return { authorization: `Basic ${btoa(`${account.accountSid}:${account.authToken}`)}` };
}

export function twilioMessagesUrl(account: TwilioAccount): string {
  return `${account.apiBase}/2010-04-01/Accounts/${account.accountSid}/Messages.json`;
}
