import { phonePagePhones } from "./phone-page-phones.ts";

/**
 * The page's own script, as it reaches the browser. It decides nothing: every sentence comes ready from `GET /bench/phones`,
 * and every button is one call of the bench. Texts enter the page as text, never as markup.
 */
export const phonePageScript = `${phonePagePhones}
const state = { merchantId: new URLSearchParams(location.search).get("merchantId"), busy: false, data: undefined };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Writes only what has changed, so that a refresh moves neither focus nor selection. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

async function call(path, body) {
  const response = await fetch(path, body === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? answer.title ?? "The bench answered " + response.status);
  return answer;
}

function say(text, isBad = false) {
  setText(word, text);
  word.classList.toggle("bad", isBad);
}

/** One thing at a time: the buttons rest while the bench works. */
async function work(sentence, task) {
  if (state.busy) return;
  state.busy = true;
  say(sentence);
  paintBar();
  try {
    say((await task()) ?? "");
  } catch (error) {
    say(error.message, true);
  }
  state.busy = false;
  await refresh();
}

/** A long way takes several calls: each one says how far it came. Then it runs on, or what is sent by hand would wait for ever. */
function moveClock(sentence, where) {
  return work(sentence, async () => {
    let answer = await call("/bench/clock", where);
    while (answer.done === false) {
      say(sentence + " " + formatInstant(answer.now) + " so far");
      answer = await call("/bench/clock", { to: answer.target });
    }
    await call("/bench/clock", { follow: true });
    return "";
  });
}

function order(sentence, step) {
  return work(sentence, async () => {
    await call("/bench/example-order", { merchantId: state.data?.merchantId, step });
    return "";
  });
}

const heading = make("h1", {}, "Phones");
const now = make("strong");
const pace = make("span");
const nextButton = make("button", { class: "button first", type: "button", onclick: () =>
  moveClock("Going to the next text …", { to: state.data.clock.next }) });
const dayButton = make("button", { class: "button", type: "button", onclick: () => moveClock("One day passes …", { advance: "P1D" }) }, "+1 day");
const monthButton = make("button", { class: "button", type: "button", onclick: () => moveClock("Thirty days pass …", { advance: "P30D" }) }, "+30 days");
const followButton = make("button", { class: "button", type: "button", onclick: () =>
  work("The clock runs.", async () => { await call("/bench/clock", { follow: true }); }) }, "Let it run");
const shop = make("select", { class: "button", "aria-label": "Shop", onchange: () => {
  state.merchantId = shop.value;
  history.replaceState(null, "", "?merchantId=" + encodeURIComponent(shop.value));
  void refresh();
} });
const orderButton = make("button", { class: "button", type: "button", onclick: () => order("An order comes in …") }, "Place an example order");
const shipButton = make("button", { class: "button", type: "button", onclick: () => order("The parcel leaves …", "ship") }, "Ship it");
const deliverButton = make("button", { class: "button", type: "button", onclick: () => order("The parcel arrives …", "deliver") }, "Deliver it");
const word = make("p", { class: "word", role: "status" });
const phones = make("div", { class: "phones" });
const empty = make("section", { class: "empty", hidden: true },
  make("h2", {}, "No phone has a text yet"),
  make("p", {}, "Place an example order and watch what a customer of yours would get, and when."),
  make("button", { class: "button first", type: "button", onclick: () => order("An order comes in …") }, "Place an example order"));
document.body.append(
  make("header", { class: "bar" }, heading,
    make("div", { class: "time" }, now, pace),
    make("div", { class: "group" }, nextButton, dayButton, monthButton, followButton),
    word,
    make("div", { class: "group" }, shop, orderButton, shipButton, deliverButton)),
  make("main", { "aria-label": "Simulated phones" }, phones, empty));

const instants = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
function formatInstant(iso) {
  return instants.format(new Date(iso));
}

function formatDistance(fromIso, toIso) {
  const minutes = Math.max(0, Math.round((Date.parse(toIso) - Date.parse(fromIso)) / 60000));
  if (minutes < 1) return "now";
  if (minutes < 120) return "in " + minutes + " min";
  const hours = Math.round(minutes / 60);
  return hours < 48 ? "in " + hours + " h" : "in " + Math.round(hours / 24) + " days";
}

function paintBar() {
  const clock = state.data?.clock;
  if (clock === undefined) return;
  setText(now, formatInstant(clock.now));
  setText(pace, clock.standing ? "UTC · standing still" : "UTC · real time");
  const label = clock.next === undefined ? "Next text" : "Next text · " + formatDistance(clock.now, clock.next);
  setText(nextButton, label);
  nextButton.disabled = state.busy || clock.next === undefined || Date.parse(clock.next) < Date.parse(clock.now);
  followButton.hidden = !clock.standing;
  const hasShop = state.data.merchants.length > 0;
  for (const button of [dayButton, monthButton, followButton]) button.disabled = state.busy;
  orderButton.disabled = state.busy || !hasShop;
  for (const button of [shipButton, deliverButton]) button.disabled = state.busy || state.data.phones.length === 0;
}

function paintShops() {
  const { merchants, merchantId } = state.data;
  const known = JSON.stringify(merchants);
  if (shop.dataset.known !== known) {
    shop.dataset.known = known;
    shop.replaceChildren(...merchants.map((merchant) => make("option", { value: merchant.merchantId }, merchant.name)));
  }
  if (merchantId !== undefined && document.activeElement !== shop) shop.value = merchantId;
  shop.hidden = merchants.length < 2;
}

function paint() {
  const { merchants, merchantId, phones: all } = state.data;
  const merchant = merchants.find((each) => each.merchantId === merchantId);
  paintBar();
  paintShops();
  if (phones.dataset.shop !== merchantId) {
    phones.replaceChildren();
    phones.dataset.shop = merchantId ?? "";
  }
  paintList(phones, all, (phone) => phone.phone, (phone) => makePhone(phone, merchant), paintPhone);
  phones.hidden = all.length === 0;
  empty.hidden = all.length > 0;
}

async function refresh() {
  const query = state.merchantId === null ? "" : "?merchantId=" + encodeURIComponent(state.merchantId);
  try {
    state.data = await call("/bench/phones" + query);
    if (word.textContent === lost) say("");
    paint();
  } catch {
    say(lost, true);
  }
}
const lost = "Aftertext does not answer. Is it running?";

async function watch() {
  if (document.visibilityState === "visible" && !state.busy) await refresh();
  setTimeout(watch, 1000);
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void refresh();
});
void watch();
`;
