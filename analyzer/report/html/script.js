
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 200;  // findings drawn at once
  const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "NONE"];
  const STATES = [
    ["open", "open", (f) => f.state === "open" || f.state === "waiting"],
    ["all", "open and accepted", (f) => f.state !== "harmless"],
    ["accepted", "accepted", (f) => f.state === "accepted"],
    ["blocks", "what fails the gate", (f) => f.blocks],
    ["harmless", "harmless changes", (f) => f.state === "harmless"],
    ["everything", "everything", () => true],
  ];
  const $ = (id) => document.getElementById(id);
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const option = (value, text) => {
    const made = element("option", "", text);
    made.value = value;
    return made;
  };
  const startState = data.findings.some((f) => f.state !== "harmless") ? "all" : "everything";
  const hiddenSeverities = new Set();
  let shown = [];  // the findings that pass the filters, in order
  let drawn = 0;
  let current = -1;
  let lastGroup = null;

  const words = (finding) => [finding.rule, finding.element, finding.file, finding.description,
    finding.category, finding.acceptance || "", ...finding.notes].join("\n").toLowerCase();
  for (const finding of data.findings) finding.words = words(finding);

  // Text in which `code` is code.
  function prose(tag, className, text) {
    const made = element(tag, className);
    text.split("`").forEach((piece, i, pieces) => {
      if (i % 2 === 0) made.append(piece);
      else made.append(i + 1 < pieces.length ? element("code", "", piece) : "`" + piece);
    });
    return made;
  }

  // One side of the change: the line with the part that counts marked.
  function side(line, kind, title, nothing) {
    const box = element("div", `side ${line ? kind : "context"}`);
    box.append(element("b", "", line ? `${title} line ${line.line}` : title.replace(/,.*/, "")));
    const pre = element("pre");
    if (!line) {
      pre.append(element("span", "nothing", nothing));
    } else {
      const from = Math.min(line.from, line.text.length);
      const to = Math.min(Math.max(line.to, from), line.text.length);
      pre.append(line.text.slice(0, from));
      pre.append(element("mark", "", line.text.slice(from, to)));
      pre.append(line.text.slice(to));
    }
    box.append(pre);
    return box;
  }

  function explanation(finding) {
    const about = data.explanations[finding.explanation];
    const list = element("dl");
    const row = (name, text, className) => {
      if (text) list.append(element("dt", "", name), prose("dd", className, text));
    };
    row(finding.category === "PII" ? "Risk" : "Breaks", about.impact);
    row("Fix", about.fix);
    for (const note of finding.notes) row("Note", note);
    row("Before", finding.before);
    if (finding.state === "open") {
      row("Accept", `protowarden accept ${finding.fingerprint} --why "..."`, "mono");
    } else {
      row("Fingerprint", finding.fingerprint, "mono");
    }
    return list;
  }

  function card(finding) {
    const article = element("article", `finding ${finding.severity} ${finding.state}`);
    article.tabIndex = -1;
    const line = element("div", "line");
    line.append(element("span", `badge ${finding.severity}`, finding.severity));
    line.append(element("span", "rule mono", finding.rule));
    line.append(element("span", "element mono", finding.element));
    if (finding.blocks) line.append(element("span", "tag blocks", "fails the gate"));
    if (finding.state === "accepted") line.append(element("span", "tag accepted", "accepted"));
    if (finding.state === "waiting") line.append(element("span", "tag waiting", "awaits a reviewer"));
    line.append(element("span", "place mono", `${finding.file}:${finding.line}${finding.gone ? " (deleted)" : ""}`));
    article.append(line, prose("p", "what", finding.description));
    if (finding.acceptance) article.append(element("p", "what faint", finding.acceptance));
    if (finding.old || finding.new) {
      const sides = element("div", "sides");
      const gone = finding.new && finding.new.context;
      const around = finding.old && finding.old.context;
      sides.append(side(finding.old, around ? "context" : "old", around ? "before, in" : "before,",
        "not there"));
      sides.append(gone ? side(finding.new, "context", "gone after the change, next to")
        : side(finding.new, "new", "after,", "gone"));
      article.append(sides);
    }
    const more = element("details");
    more.append(element("summary", "", "Who breaks, what to do"), explanation(finding));
    article.append(more);
    article.addEventListener("click", () => select(Number(article.dataset.index), false));
    return article;
  }

  const groupOf = (finding) => finding[$("group").value];

  function draw() {
    const list = $("list");
    const end = Math.min(shown.length, drawn + PAGE);
    for (; drawn < end; ++drawn) {
      const finding = shown[drawn];
      if (lastGroup === null || lastGroup.name !== groupOf(finding)) {
        const section = element("section", "group");
        const heading = element("h3", "mono", groupOf(finding));
        const members = shown.filter((f) => groupOf(f) === groupOf(finding)).length;
        heading.append(element("span", "faint", String(members)));
        section.append(heading);
        list.append(section);
        lastGroup = { name: groupOf(finding), section };
      }
      const article = card(finding);
      article.dataset.index = String(drawn);
      lastGroup.section.append(article);
    }
    $("more").hidden = drawn >= shown.length;
    $("more").textContent = `Show ${Math.min(PAGE, shown.length - drawn)} more of ${shown.length - drawn}`;
  }

  function update() {
    const text = $("text").value.trim().toLowerCase();
    const category = $("category").value;
    const file = $("file").value;
    const [, , inState] = STATES.find(([name]) => name === $("state").value);
    const matches = data.findings.filter((f) => inState(f) && !hiddenSeverities.has(f.severity) &&
      (!category || f.category === category) && (!file || f.file === file) &&
      (!text || text.split(/\s+/).every((word) => f.words.includes(word))));
    // Groups in the order of their worst member; the findings come sorted.
    const groups = new Map();
    for (const finding of matches) {
      const name = groupOf(finding);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(finding);
    }
    shown = [...groups.values()].flat();
    drawn = 0;
    current = -1;
    lastGroup = null;
    $("list").replaceChildren();
    draw();
    if (shown.length === 0) {
      $("list").append(element("p", "empty", data.findings.length === 0
        ? "Nothing was found." : "No finding matches the filters."));
    }
    $("count").textContent = `${shown.length} of ${data.findings.length}`;
  }

  function select(index, scroll) {
    if (index < 0 || index >= shown.length) return;
    while (index >= drawn) draw();
    document.querySelectorAll(".finding.current").forEach((e) => e.classList.remove("current"));
    const article = document.querySelector(`.finding[data-index="${index}"]`);
    article.classList.add("current");
    current = index;
    if (scroll) {
      article.focus({ preventScroll: true });
      article.scrollIntoView({ block: "nearest" });
    }
  }

  function fillFilters() {
    for (const severity of SEVERITIES) {
      const count = data.findings.filter((f) => f.severity === severity).length;
      if (count === 0) continue;
      const chip = element("button", `chip ${severity}`, `${severity} ${count}`);
      chip.type = "button";
      chip.dataset.severity = severity;
      chip.setAttribute("aria-pressed", "true");
      chip.addEventListener("click", () => {
        const hide = !hiddenSeverities.has(severity);
        if (hide) hiddenSeverities.add(severity); else hiddenSeverities.delete(severity);
        chip.setAttribute("aria-pressed", String(!hide));
        update();
      });
      $("severities").append(chip);
    }
    for (const key of ["category", "file"]) {
      $(key).append(option("", "all"));
      const values = new Set(data.findings.map((f) => f[key]));
      for (const value of [...values].sort()) $(key).append(option(value, value));
    }
    for (const [name, label, matches] of STATES) {
      $("state").append(option(name, `${label} (${data.findings.filter(matches).length})`));
    }
    $("state").value = startState;
  }

  function reset() {
    hiddenSeverities.clear();
    document.querySelectorAll(".chip").forEach((c) => c.setAttribute("aria-pressed", "true"));
    $("text").value = "";
    $("category").value = "";
    $("file").value = "";
    $("state").value = startState;
    update();
  }

  // Follows the system until somebody chooses.
  function theme() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
    const label = () => { $("theme").textContent = isDark() ? "Light" : "Dark"; };
    $("theme").addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      label();
    });
    dark.addEventListener("change", label);
    label();
    $("theme").hidden = false;
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || $("help").open) return;
    const actions = {
      j: () => select(current + 1, true),
      k: () => select(current - 1, true),
      o: () => {
        const more = document.querySelector(".finding.current details");
        if (more) more.open = !more.open;
      },
      "/": () => $("text").focus(),
      "?": () => $("help").showModal(),
    };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  }

  fillFilters();
  theme();
  for (const id of ["category", "file", "state", "group"]) $(id).addEventListener("change", update);
  $("text").addEventListener("input", update);
  $("reset").addEventListener("click", reset);
  $("more").addEventListener("click", draw);
  $("help-open").addEventListener("click", () => $("help").showModal());
  $("help-open").hidden = false;
  document.addEventListener("keydown", keys);
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".finding details").forEach((d) => { d.open = true; });
  });
  $("plain").hidden = true;
  $("findings").hidden = false;
  update();
})();
