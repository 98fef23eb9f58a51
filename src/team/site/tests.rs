use super::*;
use crate::team::read::read_page;

fn source(pages: &[(&str, &str)]) -> Source {
    let rules = Rules::default();
    Source {
        title: "What <we> know".into(),
        pages: pages.iter().map(|(path, text)| read_page(path, text.as_bytes(), &rules)).collect(),
        rules,
        readme: Some("# Ours\n\nWhat we learned. [How](CONTRIBUTING.md)\n\n## Index\n\n- no\n".into()),
        files: BTreeSet::from(["media/a b.png".to_owned()]),
        arrivals: Arrivals::new(),
    }
}

const TEA: &str = "---\ntitle: Tea\ndate: 2026-11-20\ntags: [drink]\n---\n# Tea\n\nHot. [Pot](../tools/pot.md#use) \
    ![leaf](../../media/a%20b.png) ![far](https://example.org/x.png)\n\n| a |\n|--:|\n| 1 |\n";

#[test]
fn pages_lie_by_topic_and_their_links_stay_in_the_site() {
    let site = source(&[("nuggets/tea/tea.md", TEA), ("nuggets/tools/pot.md", "# The pot\n\n## Use\n")]).site();

    let home = &site.texts["index.html"];
    assert!(home.contains("<h2 id=\"topic-tea\">tea <small>1</small></h2>"), "{home}");
    assert!(home.contains("<a href=\"nuggets/tea/tea.html\">Tea</a> <small>2026-11-20</small>"), "{home}");
    assert!(home.contains("<p>What we learned. How</p>") && !home.contains("no</li>"), "{home}");
    assert!(home.contains("<title>What &lt;we&gt; know</title>"), "{home}");
    let tea = &site.texts["nuggets/tea/tea.html"];
    assert!(tea.contains("<a href=\"../tools/pot.html#use\">Pot</a>"), "{tea}");
    assert!(tea.contains("<img src=\"../../media/a%20b.png\" alt=\"leaf\"") && !tea.contains("example.org"), "{tea}");
    assert!(tea.contains("<td class=\"right\">") && !tea.contains("style=\""), "{tea}");
    assert!(tea.contains("href=\"../../style.css\"") && tea.matches("<h1>").count() == 1, "{tea}");
    assert_eq!(site.copied, BTreeMap::from([("media/a b.png".to_owned(), "media/a b.png".to_owned())]));
    assert!(site.texts["feed.xml"].contains("href=\"nuggets/tea/tea.html\""), "{}", site.texts["feed.xml"]);
}

#[test]
fn nothing_in_a_page_runs_or_leaves_the_words_it_stands_in() {
    let evil = "---\ntitle: '\"><script>alert(1)</script>'\nauthors: '<b onclick=x>'\nlang: 'en\" onload=\"x'\nlicense: '<i>'\n\
        url: 'javascript:alert(1)'\ntags: ['\"x']\n---\n<script>alert(2)</script>\n\n[a](javascript:alert(3)) <img src=x onerror=y>\n\n\
        [b](\"onclick=alert(4)) [c](<x\" onclick=\"y>) [d](data:text/html,x)\n";
    let site = source(&[("nuggets/it's & (x)/evil.md", evil)]).site();

    for (name, text) in site.texts.iter().filter(|(name, _)| name.ends_with(".html")) {
        let scripts = text.matches("<script").count();
        assert_eq!(scripts, usize::from(name == "index.html"), "{name}: {text}");
        let runs = ["javascript:", "<img", "<b ", "<i>", "\" on", "href=\"data:text"];
        assert!(runs.iter().all(|it| !text.contains(it)), "{name}: {text}");
    }
    assert!(site.texts["index.html"].contains("href=\"nuggets/it%27s%20%26%20%28x%29/evil.html\""));
}

#[test]
fn names_never_meet_those_of_the_site_or_each_other() {
    let pages = ["index.md", "requests.md", "a/b.md", "a/b.html/c.md", "search.json/x.md", "A-2.md", "a.md"];
    let pages: Vec<(&str, &str)> = pages.iter().map(|path| (*path, "# T\n")).collect();

    let site = source(&pages).site();

    let names: Vec<String> = site.texts.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), pages.len() + 7);
    let is_folder = |name: &String| names.iter().any(|other| other.starts_with(&format!("{name}/")));
    assert!(!names.iter().any(is_folder), "{names:?}");
    assert!(site.texts["index.html"].contains("href=\"index-2.html\""));
}

#[test]
fn what_was_withdrawn_is_there_for_links_and_in_no_list() {
    let gone = crate::team::publish::tombstone("nuggets/tea/old.md", "Old", "2026-11-21".parse().unwrap(), None);
    let site = source(&[("nuggets/tea/old.md", &gone)]).site();

    assert!(site.texts.contains_key("nuggets/tea/old.html"));
    let lists = ["index.html", "search.json", "feed.xml"];
    assert!(lists.iter().all(|name| !site.texts[*name].contains("old.html")), "{}", site.texts["index.html"]);
}

#[test]
fn requests_are_listed_with_what_answers_them() {
    let asked = "---\nkind: request\ntitle: How hot?\nfor: sales\ndue: 2026-12-04\n---\n# How hot?\n";
    let done = "---\nkind: request\ntitle: Which pot?\nstatus: answered\nanswered_by: ../nuggets/tea/tea.md\noutcome: Fewer cups\n---\n";
    let site = source(&[("nuggets/tea/tea.md", TEA), ("requests/a.md", asked), ("requests/b.md", done)]).site();

    let home = &site.texts["index.html"];
    assert!(home.contains(">How hot?</a> <small>for sales, due 2026-12-04</small>"), "{home}");
    assert!(!home.contains("Which pot?") && home.contains("Requests (1 open)"), "{home}");
    let list = &site.texts["requests.html"];
    assert!(list.contains("→ <a href=\"nuggets/tea/tea.html\">Tea</a><br>Fewer cups"), "{list}");
}
