//! Words in tag soup that only look like tags: `List<String>` in a title that was not escaped.

/// What may be a tag in bookmarks, their titles and descriptions.
const TAGS: [&str; 78] = [
    "a",
    "abbr",
    "article",
    "b",
    "base",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "nobr",
    "noscript",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The same text in which only what may be a tag is one.
pub(super) fn words_kept(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        kept.push_str(if may_be_tag(rest) { "<" } else { "&lt;" });
    }
    kept + rest
}

/// Whether what stands behind a bracket is the name of a tag, or no name at all, which a browser takes care of.
fn may_be_tag(text: &str) -> bool {
    let name = text.strip_prefix('/').unwrap_or(text);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name[..end].to_ascii_lowercase();
    !name.starts_with(|c: char| c.is_ascii_alphabetic()) || TAGS.contains(&name.as_str())
}
