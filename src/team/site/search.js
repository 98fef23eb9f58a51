"use strict";
// Finds pages by their titles, topics, tags and first words. Without it the list below the box has everything.
(() => {
  const [form, box, count, found, all] = ["search", "words", "count", "found", "all"].map((id) => document.getElementById(id));
  const most = 50;
  const folded = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
  let pages = null;

  // From a disk nothing is fetched: then the titles of the list are searched.
  const listed = () =>
    Array.from(all.querySelectorAll("section")).flatMap((section) => {
      const topic = section.querySelector("h2").firstChild.textContent.trim();
      return Array.from(section.querySelectorAll("li a")).map((link) => ({
        title: link.textContent, url: link.getAttribute("href"), topic, tags: [], words: "",
      }));
    });

  const load = async () => {
    if (location.protocol === "file:") return listed();
    try {
      return await (await fetch("search.json")).json();
    } catch {
      return listed();
    }
  };

  const weight = (page, word) => {
    const title = folded(page.title);
    if (title.startsWith(word)) return 8;
    if (title.includes(word)) return 6;
    if (folded([page.topic, ...page.tags].join(" ")).includes(word)) return 3;
    return folded(page.words).includes(word) ? 1 : 0;
  };

  const item = (page) => {
    const [line, link, topic] = ["li", "a", "small"].map((name) => document.createElement(name));
    link.href = page.url;
    link.textContent = page.title;
    topic.textContent = page.topic;
    line.append(link, " ", topic);
    return line;
  };

  const search = async () => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    all.hidden = words.length > 0;
    found.hidden = !all.hidden;
    if (found.hidden) {
      count.textContent = "";
      return;
    }
    pages ??= load();
    const hits = (await pages)
      .map((page) => ({ page, weights: words.map((word) => weight(page, word)) }))
      .filter(({ weights }) => weights.every(Boolean))
      .map(({ page, weights }) => ({ page, weight: weights.reduce((sum, one) => sum + one) }))
      .sort((one, other) => other.weight - one.weight);
    found.replaceChildren(...hits.slice(0, most).map(({ page }) => item(page)));
    count.textContent = hits.length === 1 ? "1 page" : `${hits.length || "No"} pages`;
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    found.querySelector("a")?.click();
  });
  box.addEventListener("input", search);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== box && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    } else if (event.key === "Escape" && box.value) {
      box.value = "";
      search();
    }
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    box.value = asked;
    search();
  }
})();
