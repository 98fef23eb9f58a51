//! The file that the editor gets, and what it left, as text.

use std::collections::HashSet;

use super::material::{self, Material};
use crate::entry::front_matter::{self, Value};
use crate::entry::text::one_line;
use crate::entry::{Entry, EntryPath, New, Problem};
use crate::ops::Error;
use crate::ops::SenseError;
use crate::ops::capture::split_title;

/// Begins the comment with what the sources say.
const OPENS: &str = "<!-- What your sources say. This comment is not saved.";
const CLOSES: &str = "-->";

/// A nugget's file with room for a title and for words, above what the sources say.
pub(super) fn prepared(nugget: &New, materials: &[Material]) -> String {
    let kind = format!("kind: {}\n", nugget.kind.name());
    let titled = if nugget.title.is_empty() { format!("{kind}title: \n") } else { kind.clone() };
    let front = New { body: String::new(), ..nugget.clone() }.text().replacen(&kind, &titled, 1);
    let body = nugget.body.trim_end();
    if materials.is_empty() {
        return format!("{front}\n{body}\n");
    }
    let said = material::said(materials).replace(CLOSES, "-- >");
    format!("{front}\n{body}\n\n{OPENS}\n{said}\n{CLOSES}\n")
}

/// The nugget's text from what the editor left; `None` where nothing was written.
pub(super) fn written(bytes: &[u8], before: &str) -> Result<Option<String>, Error> {
    if bytes == before.as_bytes() || bytes.trim_ascii().is_empty() {
        return Ok(None);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => front_matter::quote_typed(&with_front(text, before)?, "title"),
        Err(_) => return parsed(bytes).map(|_| None),
    };
    let text = without_comment(&text, before);
    let (entry, prepared) = (parsed(text.as_bytes())?, parsed(before.as_bytes())?);
    let typed = entry.fields.get("title").and_then(serde_json::Value::as_str).map(one_line).unwrap_or_default();
    let (title, body) = match (typed.is_empty(), entry.body().trim()) {
        (true, "") => return Ok(None),
        (true, body) => split_title(body),
        (false, _) => (typed, entry.body().to_owned()),
    };
    let mut fields = vec![("title", title)];
    for key in ["id", "kind", "date"] {
        let given = prepared.fields.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
        fields.push((key, given.to_owned()));
    }
    let front = fields.into_iter().try_fold(text[..entry.body.start].to_owned(), |front, (key, value)| {
        front_matter::set(&front, key, &Value::Text(value))
            .map_err(|problem| Error::from(SenseError::Unreadable(problem)))
    })?;
    let body = body.trim_matches(['\n', '\r']).trim_end();
    Ok(Some(if body.is_empty() { front } else { format!("{front}\n{body}\n") }))
}

fn parsed(text: &[u8]) -> Result<Entry, Error> {
    let nowhere = EntryPath::new("nugget.md").expect("a plain name");
    let entry = Entry::parse(nowhere, text, &[]);
    entry.problem.clone().map_or(Ok(entry), |problem| Err(SenseError::Unreadable(problem).into()))
}

/// The text below the prepared front matter, if it has lost its own.
fn with_front(text: &str, before: &str) -> Result<String, Error> {
    if front_matter::split(text).yaml.is_some() {
        return Ok(text.to_owned());
    }
    if text.starts_with("---") {
        let what = "the front matter has lost its last line, `---`".into();
        return Err(SenseError::Unreadable(Problem { line: 1, what }).into());
    }
    Ok(format!("{}{text}", &before[..front_matter::split(before).body.start]))
}

/// The text without the comment. What the person wrote into it stays, and so does all below it if its end was deleted.
fn without_comment(text: &str, before: &str) -> String {
    let Some(start) = text.find(OPENS) else { return text.to_owned() };
    let mut length = 0;
    for line in text[start..].split_inclusive('\n') {
        length += line.len();
        if line.trim_end() == CLOSES {
            break;
        }
    }
    let prepared: HashSet<&str> = before.lines().map(str::trim_end).collect();
    let is_typed = |line: &&str| !prepared.contains(line.trim_end());
    let typed: Vec<&str> = text[start..start + length].lines().filter(is_typed).collect();
    let parts = [text[..start].trim_end(), &typed.join("\n"), text[start + length..].trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "---\nid: x\nkind: nugget\ntitle: \ndate: 2026-11-21\n---\n\n\n<!-- What your sources say. This comment is not saved.\n\n## Tea\n\n> Green.\n\n-->\n";

    fn saved(text: &str) -> Option<String> {
        written(text.as_bytes(), BEFORE).unwrap()
    }

    #[test]
    fn words_above_below_and_in_the_comment_are_saved_and_the_comment_is_not() {
        let text = BEFORE
            .replace("title: ", "title: Tea")
            .replace("\n\n\n<", "\n\nAbove.\n\n<")
            .replace("> Green.", "> Green.\nWithin -->")
            + "Below.\n";

        assert_eq!(
            saved(&text).unwrap(),
            "---\nid: x\nkind: nugget\ntitle: Tea\ndate: 2026-11-21\n---\n\nAbove.\n\nWithin -->\n\nBelow.\n"
        );
    }

    #[test]
    fn a_comment_whose_end_was_deleted_takes_no_words_along() {
        let text = BEFORE.replace("title: ", "title: Tea").replace("-->\n", "Mine.\n");

        assert!(saved(&text).unwrap().ends_with("---\n\nMine.\n"));
    }

    #[test]
    fn a_nugget_without_its_front_matter_gets_the_prepared_one_back() {
        let text = saved("# Tea: green\n\nwords\n").unwrap();

        assert_eq!(text, "---\nid: x\nkind: nugget\ntitle: \"Tea: green\"\ndate: 2026-11-21\n---\n\nwords\n");
        assert!(matches!(written(b"---\nid: x\nwords\n", BEFORE), Err(Error::Sense(SenseError::Unreadable(_)))));
        assert!(matches!(written(b"caf\xe9\n", BEFORE), Err(Error::Sense(SenseError::Unreadable(_)))));
    }

    #[test]
    fn what_makes_it_that_nugget_cannot_be_lost() {
        let text = saved(
            &BEFORE.replace("id: x\nkind: nugget\n", "kind: journal\ntags: [a]\n").replace("\n\n\n", "\n\nT\n\n"),
        )
        .unwrap();

        assert!(
            ["id: x\n", "kind: nugget\n", "tags: [a]\n", "title: T\n"].iter().all(|line| text.contains(line)),
            "{text}"
        );
    }
}
