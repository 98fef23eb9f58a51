//! A note of Google Keep, as Takeout hands it out: a file each.

use serde_json::{Map, Value};

use super::item::IsStarred;
use super::json::{is_true, list, text};
use super::{Attachment, Format, Item, Malformed, Reading, Skipped, State, moment};

pub(super) const FORMAT: Format = Format {
    name: "keep",
    of: "Google Keep (JSON of Takeout)",
    is_recognised: |sample| sample.has_sections(&["isTrashed", "userEditedTimestampUsec"]),
    read,
};

fn read(file: &str) -> Result<Reading, Malformed> {
    let note: Map<String, Value> = serde_json::from_str(file)
        .map_err(|error| Malformed { line: error.line(), what: format!("this is no note of Keep: {error}") })?;
    if is_true(&note, "isTrashed") {
        let skipped = vec![Skipped { line: 1, why: "was in the trash".into() }];
        return Ok(Reading { skipped, ..Reading::default() });
    }
    let number = |name| note.get(name).and_then(Value::as_i64).and_then(moment::of_number);
    let item = Item::note(1, text(&note, "title")).tagged(list(&note, "labels"));
    let item = Item {
        date: number("createdTimestampUsec").or_else(|| number("userEditedTimestampUsec")),
        words: words(&note),
        state: if is_true(&note, "isArchived") { State::Archived } else { State::Kept },
        attachments: objects(&note, "attachments").map(|it| Attachment::beside(text(it, "filePath"))).collect(),
        ..item.starred(IsStarred(is_true(&note, "isPinned")))
    };
    Ok(Reading { items: vec![item], ..Reading::default() })
}

/// The text or the list of a note, and the links that Keep found in it, if they are not there.
fn words(note: &Map<String, Value>) -> String {
    let content = text(note, "textContent").trim();
    let checked = |it: &Map<String, Value>| {
        format!("- [{}] {}", if is_true(it, "isChecked") { 'x' } else { ' ' }, text(it, "text"))
    };
    let list: Vec<String> = objects(note, "listContent").map(checked).collect();
    let links = objects(note, "annotations").map(|it| (text(it, "title"), text(it, "url")));
    let links = links.filter(|(_, url)| !url.is_empty() && !content.contains(url));
    let links: Vec<String> = links.map(|(title, url)| format!("- [{title}](<{url}>)")).collect();
    let parts = [content.to_owned(), list.join("\n"), links.join("\n")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn objects<'a>(note: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    note.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_with_its_marks_labels_and_pictures() {
        let file = r#"{"color":"DEFAULT","isTrashed":false,"isPinned":true,"isArchived":true,"title":"Shopping",
            "listContent":[{"text":"Tea","isChecked":true},{"text":"Milk","isChecked":false}],"labels":[{"name":"home"}],
            "annotations":[{"title":"Tea","url":"https://a.example/","source":"WEBLINK","description":""}],
            "attachments":[{"filePath":"18d.jpg","mimetype":"image/jpeg"}],
            "userEditedTimestampUsec":1704164645000000,"createdTimestampUsec":1704164640000000}"#;

        let items = Format::of(file).unwrap().read(file).unwrap().items;

        assert_eq!(items[0].words, "- [x] Tea\n- [ ] Milk\n\n- [Tea](<https://a.example/>)");
        assert_eq!((items[0].tags.join(" ").as_str(), items[0].state), ("home starred", State::Archived));
        assert_eq!(
            (items[0].attachments[0].name.as_str(), items[0].date.unwrap().timestamp()),
            ("18d.jpg", 1_704_164_640)
        );
    }
}
