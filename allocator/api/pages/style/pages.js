// What makes the pages quicker; everything works without it.

const all = (query, root = document) => [...root.querySelectorAll(query)];
const one = (id) => document.getElementById(id);

// Mistakes come first: whoever sent a form that is not right begins there.
one("faults")?.focus();

// A filter shows at once what it gives; without this its button does.
for (const form of all("form[data-auto]")) {
  for (const field of all("select", form)) field.addEventListener("change", () => form.requestSubmit());
}

// A form that is checked while somebody fills it in: each field that was left tells what is wrong with it.
for (const form of all("form[data-check]")) {
  const left = new Set();
  const tell = (name, says) => {
    const field = form.elements[name];
    const box = field?.closest?.(".utrecht-form-field");
    if (!box) return;
    let told = one(`${name}-wrong`);
    if (says && !told) {
      told = document.createElement("div");
      told.className = "utrecht-form-field-error-message";
      told.id = `${name}-wrong`;
      field.before(told);
      field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
    }
    if (told) told.textContent = says;
    box.classList.toggle("is-wrong", Boolean(says));
    field.setAttribute("aria-invalid", String(Boolean(says)));
  };
  form.addEventListener("change", async ({ target }) => {
    left.add(target.name);
    const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) return;
    const wrong = await answer.json();
    for (const name of left) tell(name, wrong[name] ?? "");
  });
}

// Ticking: all rows of this page at once, and how many are ticked.
const ticks = all('input[name="placement"]');
const every = one("all");
const ticked = one("ticked");
const count = () => {
  const n = ticks.filter((tick) => tick.checked).length;
  if (ticked) ticked.textContent = n ? ticked.dataset.some.replace("#n", n) : ticked.dataset.none;
  if (every) {
    every.checked = n > 0 && n === ticks.length;
    every.indeterminate = n > 0 && n < ticks.length;
  }
};
if (ticks.length) {
  if (ticked) ticked.hidden = false;
  if (every) {
    every.hidden = false;
    every.addEventListener("change", () => {
      for (const tick of ticks) tick.checked = every.checked;
      count();
    });
  }
  for (const tick of ticks) tick.addEventListener("change", count);
  count();
}

// Keys: j and k go through the rows, x ticks, o opens, A accepts, S swaps and R refuses what is ticked, / searches;
// on a page of one placement A takes the step that needs no reason, R opens the reasons, N goes on to the next one.
const rows = all("[data-row]");
let here = -1;
const goTo = (n) => {
  if (!rows.length) return;
  rows[here]?.classList.remove("here");
  here = Math.max(0, Math.min(rows.length - 1, n));
  rows[here].classList.add("here");
  rows[here].scrollIntoView({ block: "nearest" });
  (rows[here].querySelector('input[name="placement"]') ?? rows[here].querySelector("a"))?.focus();
};
const keys = {
  j: () => goTo(here + 1),
  k: () => goTo(here - 1),
  x: () => rows[here]?.querySelector('input[name="placement"]')?.click(),
  o: () => rows[here]?.querySelector("a")?.click(),
  A: () => (one("decide")?.querySelector('button[value="accept"]') ?? one("accept"))?.click(),
  S: () => one("swap")?.click(),
  R: () => {
    const box = one("refusing");
    if (box) box.open = true;
    (box?.querySelector("input[type=radio]") ?? one("reason"))?.focus();
  },
  N: () => one("next")?.click(),
  "/": () => one("q")?.focus(),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.('input:not([type="checkbox"]), select, textarea');
  if (!(rows.length || one("ways")) || typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

// A run as it goes on: the server tells, the page shows; at the end the page is asked anew.
const run = one("run");
if (run?.dataset.events) {
  const words = one("run-words").dataset;
  const stream = new EventSource(run.dataset.events);
  const show = ({ data }) => {
    const { progress } = JSON.parse(data);
    if (!progress) return;
    const says = words.aim.replace("#k", progress.number).replace("#n", progress.of).replace("#aim", words[progress.stage]);
    if (one("run-says").textContent !== says) one("run-says").textContent = says;
    one("run-meter").max = progress.of;
    one("run-meter").value = progress.number - 1;
    one("run-time").textContent = words.time.replace("#n", Math.round(progress.seconds));
    one("run-gap").textContent = progress.gap === null ? "\u2013" : Math.round(progress.gap).toLocaleString(document.documentElement.lang);
  };
  stream.addEventListener("progress", show);
  stream.addEventListener("end", () => {
    stream.close();
    location.reload();
  });
}

// What takes some seconds says so, and is not asked twice.
for (const button of all("button[data-slow]")) {
  const words = button.textContent;
  button.form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled")) return event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    button.textContent = one("live").textContent = button.dataset.slow;
  });
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-disabled");
    button.textContent = words;
  });
}

// A study as it goes on: how much of it is done; at the end the page is asked anew.
const study = one("study");
if (study?.dataset.events) {
  const stream = new EventSource(study.dataset.events);
  stream.addEventListener("progress", ({ data }) => {
    const { progress } = JSON.parse(data);
    if (!progress) return;
    const says = study.dataset.words.replace("#done", progress.done).replace("#of", progress.of);
    if (one("study-says").textContent !== says) one("study-says").textContent = says;
    one("study-meter").max = progress.of;
    one("study-meter").value = progress.done;
  });
  stream.addEventListener("end", () => {
    stream.close();
    location.reload();
  });
}

// An answer that is being worked out: ask for it until it is there.
if (one("being-worked-out")) {
  const ask = async () => {
    const answer = await fetch(location.href).catch(() => ({ status: 202 }));
    if (answer.status === 202) setTimeout(ask, 1000);
    else location.reload();
  };
  setTimeout(ask, 700);
}
