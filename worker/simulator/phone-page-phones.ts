/** The part of the page's script that draws phones and the texts on them. */
export const phonePagePhones = String.raw`
function makePhone(phone, merchant) {
  const id = "reply" + phone.phone.replace(/\D/g, "");
  const input = make("input", { id, name: "reply", autocomplete: "off", maxlength: "1600", placeholder: "Text message", oninput: () => {
    submit.disabled = input.value.trim() === "";
  } });
  const submit = make("button", { type: "submit", disabled: true, "aria-label": "Send reply from " + phone.phone }, "↑");
  const form = make("form", { class: "reply", onsubmit: (event) => {
    event.preventDefault();
    const body = input.value.trim();
    if (body === "") return;
    input.value = "";
    submit.disabled = true;
    void work("", async () => {
      const answer = await call("/bench/replies", { from: phone.phone, to: merchant.sender, body });
      return answer.status >= 200 && answer.status < 300 ? "" : "The webhook answered " + answer.status;
    });
  } }, make("label", { class: "visually-hidden", for: id }, "Reply from " + phone.phone), input, submit);
  const figure = make("figure", { class: "owner", "data-key": phone.phone },
    make("div", { class: "phone" }, make("div", { class: "screen" },
      make("div", { class: "status" }, make("span", { class: "clock" }), make("i", { "aria-hidden": "true" }, "5G")),
      make("div", { class: "island" }),
      make("div", { class: "contact" }, make("div", { class: "avatar", "aria-hidden": "true" }, [...merchant.name][0] ?? "?"),
        make("b", {}, merchant.name), make("span", {}, merchant.sender)),
      make("ol", { class: "talk", tabindex: "0", "aria-label": "Texts of " + (phone.name ?? phone.phone) }),
      form)),
    make("figcaption", {}, make("b"), make("span")));
  return figure;
}

function makeEntry(entry) {
  const item = make("li", { class: "entry " + entry.kind + " " + entry.direction, "data-key": entry.id });
  paintEntry(item, entry);
  return item;
}

function paintEntry(item, entry) {
  const known = JSON.stringify(entry);
  if (item.dataset.known === known) return;
  item.dataset.known = known;
  item.className = "entry " + entry.kind + " " + entry.direction + (entry.status === "unknown" ? " uncertain" : "");
  const note = make("p", { class: "note" });
  if (entry.kind === "waiting") {
    item.replaceChildren(make("div", { class: "bubble" }, make("b", {}, entry.title), " " + entry.status + " " + entry.localTime),
      note);
    note.append(entry.why);
    return;
  }
  if (entry.kind === "dropped") {
    item.replaceChildren(make("div", { class: "bubble" }, entry.title), note);
    note.append((entry.status === "unknown" ? "Uncertain: " : "Not sent: ") + entry.why + " · " + entry.localTime);
    return;
  }
  item.replaceChildren(make("div", { class: "bubble" }, ...linkify(entry)), note);
  if (entry.direction === "in") {
    note.append(entry.localTime);
    return;
  }
  const size = entry.segments + (entry.segments === 1 ? " segment" : " segments") + " · " + entry.encoding;
  note.append(make("b", {}, entry.title), " · " + size, make("br"), entry.localTime + " · " + entry.why + " · ",
    make("span", { class: entry.status.split(" ")[0] }, entry.status));
}

function linkify(entry) {
  const nodes = [];
  let rest = entry.body;
  for (const link of entry.links) {
    const at = rest.indexOf(link);
    nodes.push(rest.slice(0, at), make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link));
    rest = rest.slice(at + link.length);
  }
  return [...nodes, rest];
}

/** Keeps every element whose key is still there, in the wanted order, and moves none without need. */
function paintList(parent, items, keyOf, create, paint) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let previous = null;
  for (const item of items) {
    const element = known.get(keyOf(item)) ?? create(item);
    known.delete(keyOf(item));
    const place = previous === null ? parent.firstElementChild : previous.nextElementSibling;
    if (place !== element) parent.insertBefore(element, place);
    paint(element, item);
    previous = element;
  }
  for (const gone of known.values()) gone.remove();
}

function paintPhone(figure, phone) {
  setText(figure.querySelector(".clock"), phone.localTime.split(", ")[1]);
  setText(figure.querySelector("figcaption b"), phone.name ?? phone.phone);
  setText(figure.querySelector("figcaption span"), (phone.name === undefined ? "" : phone.phone + " · ") + phone.localTime + " in " + nameZone(phone.timeZone));
  const talk = figure.querySelector(".talk");
  const isAtEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40;
  const before = talk.childElementCount;
  paintList(talk, phone.entries, (entry) => entry.id, makeEntry, paintEntry);
  if (isAtEnd && talk.childElementCount !== before) talk.scrollTop = talk.scrollHeight;
}

/** America/Los_Angeles → Los Angeles. */
function nameZone(timeZone) {
  return timeZone.split("/").at(-1).replaceAll("_", " ");
}
`;
