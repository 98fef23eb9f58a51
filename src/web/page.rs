//! From the bytes of a page to what is kept of it.

use chrono::{DateTime, NaiveDate, SecondsFormat};
use dom_query::Document;
use dom_smoothie::{Config, Metadata, Readability};
use url::Url;

use super::answer::Answer;
use super::{Page, address, charset, markdown, text, tree};
use crate::text::percent;

/// The longest title, author and description, in characters.
const TITLE: usize = 300;
const AUTHOR: usize = 200;
const DESCRIPTION: usize = 1000;

/// What is not text of a page that has no article.
const AROUND: &str =
    "nav, header, footer, aside, dialog, [role=navigation], [role=banner], [role=contentinfo], [hidden]";

/// What a server gave, as it is kept.
pub(super) fn read(answer: Answer) -> Page {
    if answer.is_html() {
        return html(answer);
    }
    match answer.kind.as_deref() {
        Some("text/plain" | "text/markdown") => plain(&answer),
        None if !answer.bytes.is_empty() && !answer.bytes.contains(&0) => plain(&answer),
        None | Some(_) => {
            let title = file_name(&answer.url);
            Page { url: answer.url.into(), title, file: answer.bytes, ..Page::default() }
        }
    }
}

/// A text without form is kept letter by letter.
fn plain(answer: &Answer) -> Page {
    let text = charset::text(&answer.bytes, answer.charset.as_deref());
    Page {
        url: answer.url.to_string(),
        title: file_name(&answer.url),
        text: markdown::literally(&text),
        ..Page::default()
    }
}

fn html(answer: Answer) -> Page {
    let Answer { url, charset, bytes, .. } = answer;
    let (encoding, mark) = charset::of(&bytes, charset.as_deref());
    let document = tree::parse(&bytes[mark..], encoding);
    drop(bytes);
    markdown::prepare(&document);
    let own = Own::of(&document, &url);
    let config = Config { max_elements_to_parse: 0, ..Config::default() };
    let Ok(mut reader) = Readability::with_document(document, Some(url.as_str()), Some(config)) else {
        return Page { url: url.to_string(), ..Page::default() };
    };
    let said = reader.get_article_metadata(reader.parse_json_ld());
    let (byline, text) = article(&mut reader, &own.base);
    page(url, said, own, byline, text)
}

/// Puts together what the page says of itself.
fn page(url: Url, said: Metadata, own: Own, byline: Option<String>, text: String) -> Page {
    let author = said.byline.or(byline).filter(|author| address::web(author).is_none());
    Page {
        asked: String::new(),
        canonical: own.canonical.map(String::from),
        title: text::line(&said.title, TITLE).or(own.heading),
        description: said.excerpt.and_then(|excerpt| text::line(&excerpt, DESCRIPTION)),
        author: author.and_then(|author| text::line(&author, AUTHOR)),
        date: said.published_time.as_deref().and_then(date).or(own.date),
        lang: said.lang.as_deref().and_then(language),
        url: url.into(),
        text,
        file: Vec::new(),
    }
}

/// The author named within the article, and its text; without an article the text of the whole page.
fn article(reader: &mut Readability, base: &Url) -> (Option<String>, String) {
    if reader.is_probably_readable()
        && let Ok(article) = reader.parse()
    {
        let content = tree::parse(article.content.as_bytes(), encoding_rs::UTF_8);
        let text = markdown::of(&content, base);
        if !text.is_empty() {
            return (article.byline, text);
        }
    }
    reader.doc.select(AROUND).remove();
    (None, markdown::of(&reader.doc, base))
}

/// What a page says of itself that has to be looked for by hand.
struct Own {
    /// What its links are relative to.
    base: Url,
    canonical: Option<Url>,
    heading: Option<String>,
    date: Option<String>,
}

impl Own {
    fn of(document: &Document, url: &Url) -> Self {
        let attribute = |selector: &str, name: &str| document.select_single(selector).attr(name);
        let absolute = |value: &str| url.join(value.trim()).ok().and_then(|url| address::web(url.as_str()));
        let canonical = attribute("link[rel=canonical][href]", "href")
            .or_else(|| attribute("meta[property='og:url'][content]", "content"))
            .and_then(|href| absolute(&href))
            .filter(|canonical| address::is_same_site(canonical, url));
        let date = attribute("time[pubdate][datetime], article time[datetime]", "datetime")
            .or_else(|| attribute("meta[name=date][content]", "content"))
            .or_else(|| attribute("[itemprop=datePublished][content]", "content"));
        Self {
            base: tree::base(document, url),
            canonical,
            heading: text::line(&document.select_single("h1").text(), TITLE),
            date: date.and_then(|said| self::date(&said)),
        }
    }
}

/// The name of what has no title of its own.
fn file_name(url: &Url) -> Option<String> {
    let last = url.path_segments()?.rfind(|segment| !segment.is_empty())?;
    text::line(&percent::decoded_lossily(last), TITLE)
}

/// A date or a moment, however the page wrote it.
fn date(said: &str) -> Option<String> {
    let said = said.trim();
    let moment = DateTime::parse_from_rfc3339(said)
        .or_else(|_| DateTime::parse_from_str(said, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_rfc2822(said));
    if let Ok(moment) = moment {
        return Some(moment.to_rfc3339_opts(SecondsFormat::Secs, true));
    }
    let day = said.split(['T', ' ']).next().unwrap_or_default();
    let form = |text: &str, form: &str| NaiveDate::parse_from_str(text, form).ok();
    form(day, "%Y-%m-%d")
        .or_else(|| form(day, "%Y/%m/%d"))
        .or_else(|| form(said, "%B %d, %Y"))
        .or_else(|| form(said, "%d %B %Y"))
        .map(|date| date.to_string())
}

/// The language of a page, if what it says can be one.
fn language(said: &str) -> Option<String> {
    let said = said.trim().replace('_', "-");
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_first = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_language = said.split('-').next().is_some_and(is_first) && said.split('-').all(is_part) && said.len() <= 35;
    is_language.then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_html(html: &str) -> Page {
        let url = Url::parse("https://www.example.org/tea").unwrap();
        read(Answer {
            url,
            kind: Some("text/html".into()),
            charset: None,
            refresh: None,
            bytes: html.as_bytes().to_vec(),
        })
    }

    fn read_as(kind: Option<&str>, bytes: &[u8]) -> Page {
        let url = Url::parse("https://example.org/a%20b.pdf").unwrap();
        read(Answer { url, kind: kind.map(str::to_owned), charset: None, refresh: None, bytes: bytes.to_vec() })
    }

    #[test]
    fn a_page_without_an_article_gives_what_is_around_its_navigation() {
        let page = read_html("<title>Tea</title><nav>home</nav><div>short</div><footer>about</footer>");

        assert_eq!(page.text, "short\n");
    }

    #[test]
    fn boxes_formulas_and_lines_of_code_survive_the_search_for_the_article() {
        let words =
            "<p>Tea is made of leaves, of water that has just boiled, and of time, as everybody knows, and few \
                     people take all three of them as seriously as they deserve, or so the books say.</p>"
                .repeat(3);
        let page = read_html(&format!(
            "<nav>home</nav><article>{words}<ul><li><input type=checkbox checked>tea<li><input type=checkbox>milk</ul>\
             <p>So <math><msup><mi>x</mi><mn>2</mn></msup></math>.</p><pre><div>a</div><div>b</div></pre>{words}</article>",
        ));

        for kept in ["- [x] tea\n- [ ] milk\n", "So $x^{2}$.\n", "```\na\nb\n```\n"] {
            assert!(page.text.contains(kept), "{kept} {}", page.text);
        }
        assert!(!page.text.contains("home"));
    }

    #[test]
    fn a_page_may_only_point_at_its_own_site() {
        let canonical = |href: &str| read_html(&format!("<link rel=canonical href='{href}'>")).canonical;

        assert_eq!(canonical("https://example.org/t").as_deref(), Some("https://example.org/t"));
        assert_eq!(canonical("/t").as_deref(), Some("https://www.example.org/t"));
        assert_eq!(canonical("https://example.com/t"), None);
        assert_eq!(canonical("javascript:alert(1)"), None);
        assert_eq!(canonical("file:///t"), None);
    }

    #[test]
    fn a_page_without_a_title_has_its_heading_for_one() {
        assert_eq!(read_html("<h1>All <b>about</b> tea</h1>").title.as_deref(), Some("All about tea"));
        assert_eq!(read_html("<p>x").title, None);
    }

    #[test]
    fn a_page_can_describe_itself_for_machines() {
        let page = read_html(
            "<script type='application/ld+json'>{\"@context\": \"https://schema.org\", \"@type\": \"Article\", \"headline\": \"Tea\", \
             \"author\": {\"name\": \"Ada\\u001b[31m\"}, \"datePublished\": \"2026-11-20\", \"description\": \"x\"}</script>",
        );

        assert_eq!(page.title.as_deref(), Some("Tea"));
        assert_eq!(page.author.as_deref(), Some("Ada [31m"));
        assert_eq!(page.date.as_deref(), Some("2026-11-20"));
    }

    #[test]
    fn what_does_not_say_its_kind_is_looked_at() {
        assert_eq!(read_as(None, b" <!doctype html><title>Tea</title>").title.as_deref(), Some("Tea"));
        assert_eq!(read_as(None, b"tea").text, "```text\ntea\n```\n");
        assert_eq!(read_as(None, b"%PDF\0").text, "");
        assert_eq!(read_as(Some("image/png"), b"").title.as_deref(), Some("a b.pdf"));
    }

    #[test]
    fn dates_are_understood_as_pages_write_them() {
        for (said, meant) in [
            ("2026-11-20", "2026-11-20"),
            ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z"),
            ("2026-11-20T08:00:00.123+01:00", "2026-11-20T08:00:00+01:00"),
            ("2026-11-20T08:00:00+0100", "2026-11-20T08:00:00+01:00"),
            ("Fri, 20 Nov 2026 08:00:00 GMT", "2026-11-20T08:00:00Z"),
            ("2026-11-20 08:00:00", "2026-11-20"),
            ("November 20, 2026", "2026-11-20"),
            ("20 November 2026", "2026-11-20"),
        ] {
            assert_eq!(date(said).as_deref(), Some(meant), "{said}");
        }
        assert_eq!(date("yesterday"), None);
        assert_eq!(date("2026-99-99"), None);
    }

    #[test]
    fn a_language_is_one_or_none() {
        assert_eq!(language("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(language("zh-Hant-TW").as_deref(), Some("zh-Hant-TW"));
        for said in ["", "english language", "e", "en-", "\u{1b}[0m"] {
            assert_eq!(language(said), None, "{said}");
        }
    }
}
