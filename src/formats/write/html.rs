//! The HTML of Markdown. Tags in the words stay words: nothing of it runs.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::entry::place::anchor;

/// What a text leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    Link(&'a str),
    Picture(&'a str),
}

impl<'a> Target<'a> {
    pub(crate) fn address(self) -> &'a str {
        match self {
            Self::Link(address) | Self::Picture(address) => address,
        }
    }
}

/// Markdown as HTML. What `lead` has no address for is only its words; whatever it says, no address is left that would run.
pub(crate) fn of_markdown(markdown: &str, lead: &dyn Fn(Target<'_>) -> Option<String>) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut writer = Writer { lead, events: Vec::new(), open: Vec::new(), anchors: HashMap::new(), is_comment: false };
    Parser::new_ext(markdown, options).for_each(|event| writer.take(event));
    let mut page = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut page, writer.events.into_iter());
    page
}

/// Every address that may be followed, as it stands.
pub(crate) fn as_it_stands(target: Target<'_>) -> Option<String> {
    Some(target.address().to_owned())
}

/// Whether an address leads to the web, to somebody's mail or to a place of the same page or folder.
pub(crate) fn is_followed(address: &str) -> bool {
    match address.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"].iter().any(|it| it.eq_ignore_ascii_case(scheme)),
        None => true,
    }
}

struct Writer<'m> {
    lead: &'m dyn Fn(Target<'_>) -> Option<String>,
    events: Vec<Event<'m>>,
    /// Of links and pictures that are open: whether they lead somewhere.
    open: Vec<bool>,
    /// How often each was given.
    anchors: HashMap<String, usize>,
    /// A comment is open, which is for those who write.
    is_comment: bool,
}

impl<'m> Writer<'m> {
    fn take(&mut self, event: Event<'m>) {
        match event {
            Event::Html(words) | Event::InlineHtml(words) => self.tag(words),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => self.is_comment = false,
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let led = self.led(Target::Link(&dest_url));
                self.open(led, |dest_url| Tag::Link { link_type, dest_url, title, id });
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let led = self.led(Target::Picture(&dest_url));
                self.open(led, |dest_url| Tag::Image { link_type, dest_url, title, id });
            }
            Event::End(TagEnd::Link | TagEnd::Image) if self.open.pop() == Some(false) => {}
            Event::End(TagEnd::Heading(level)) => {
                self.name_heading();
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            event => self.events.push(event),
        }
    }

    fn led(&self, target: Target<'_>) -> Option<String> {
        Some(target.address()).filter(|address| is_followed(address))?;
        (self.lead)(target).filter(|address| is_followed(address))
    }

    fn open(&mut self, led: Option<String>, tag: impl FnOnce(CowStr<'m>) -> Tag<'m>) {
        self.open.push(led.is_some());
        self.events.extend(led.map(|address| Event::Start(tag(address.into()))));
    }

    fn tag(&mut self, words: CowStr<'m>) {
        let is_open = self.is_comment || words.trim_start().starts_with("<!--");
        self.is_comment = is_open && !words.contains("-->");
        if !is_open {
            self.events.push(Event::Text(words));
        }
    }

    /// Gives a heading that ends here the name by which links ask for it.
    fn name_heading(&mut self) {
        let Some(at) = self.events.iter().rposition(|event| matches!(event, Event::Start(Tag::Heading { .. }))) else {
            return;
        };
        let words: String = self.events[at..]
            .iter()
            .filter_map(|event| match event {
                Event::Text(words) | Event::Code(words) => Some(words.as_ref()),
                _ => None,
            })
            .collect();
        let anchor = anchor(&words);
        let count = self.anchors.entry(anchor.clone()).or_default();
        let name = if *count == 0 { anchor } else { format!("{anchor}-{count}") };
        *count += 1;
        if let Event::Start(Tag::Heading { id, .. }) = &mut self.events[at] {
            *id = Some(name.into()).filter(|name: &CowStr<'_>| !name.is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_words_runs() {
        let words = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](data:text/html,z) **b** <img src=x onerror=y>\n\n\
                     [t](java&#9;script:alert(1)) [u](<JAVASCRIPT:x>) <!-- for those who write -->\n";

        let page = of_markdown(words, &as_it_stands);

        let runs = ["<script", "javascript:", "data:", "<img src=x", "href=\"java", "href=\"JAVA"];
        assert!(runs.iter().all(|it| !page.contains(it)), "{page}");
        assert!(page.contains("<strong>b</strong>") && !page.contains("for those who write"), "{page}");
        // Nor does what somebody makes of an address.
        assert!(!of_markdown("[x](y)", &|_| Some("javascript:z".to_owned())).contains("href"));
    }

    #[test]
    fn headings_have_the_names_that_links_ask_for() {
        let page = of_markdown("## Why `git`?\n\n## Notes\n\n## Notes\n", &as_it_stands);

        assert!(["id=\"why-git\"", "id=\"notes\"", "id=\"notes-1\""].iter().all(|id| page.contains(id)), "{page}");
    }

    #[test]
    fn what_leads_nowhere_is_its_words() {
        let page = of_markdown("[a **b**](gone.md) ![c](gone.png)", &|_| None);

        assert_eq!(page, "<p>a <strong>b</strong> c</p>\n");
    }
}
