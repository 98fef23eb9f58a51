//! What Joplin exports as RAW, a folder or a `.jex`: a file for each note, notebook, tag and attachment, told apart by its last lines.

use std::collections::HashMap;

use super::{Attachment, File, Item, Reading, Skipped, State, moment};

/// The name of the format.
pub(crate) const NAME: &str = "joplin";

/// Whether these files are such an export.
pub(crate) fn is_export(files: &[File]) -> bool {
    files.iter().filter(|file| file.is_markdown()).take(5).any(|file| Thing::of(file).is_some())
}

pub(crate) fn read(files: &[File]) -> Reading {
    let things: Vec<Thing> = files.iter().filter(|file| file.is_markdown()).filter_map(Thing::of).collect();
    let all = Export {
        by_id: things.iter().map(|thing| (thing.get("id"), thing)).collect(),
        resources: files
            .iter()
            .filter(|file| file.folder().ends_with("resources/"))
            .map(|file| (stem(file), file))
            .collect(),
        tags: things
            .iter()
            .filter(|it| it.get("type_") == "6")
            .map(|it| (it.get("note_id"), it.get("tag_id")))
            .collect(),
    };
    let mut reading = Reading::default();
    for note in things.iter().filter(|thing| thing.get("type_") == "1") {
        match all.item(note) {
            Ok(item) => reading.items.push(item),
            Err(why) => reading.skipped.push(Skipped { line: 1, why: format!("{:?} {why}", note.title) }),
        }
    }
    reading
}

/// One file of the export.
struct Thing {
    title: String,
    body: String,
    fields: HashMap<String, String>,
}

impl Thing {
    /// A title, the text, and below the last blank line a field a line, `type_` the last.
    fn of(file: &File) -> Option<Self> {
        let text = std::str::from_utf8(&file.bytes).ok()?.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (above, below) = text.trim_end().rsplit_once("\n\n").unwrap_or(("", text.trim_end()));
        let field = |line: &str| line.split_once(':').map(|(key, value)| (key.to_owned(), value.trim().to_owned()));
        let fields = below.lines().map(field).collect::<Option<HashMap<_, _>>>()?;
        fields.get("type_").zip(fields.get("id"))?;
        let (title, body) = above.split_once('\n').unwrap_or((above, ""));
        Some(Self { title: title.trim().to_owned(), body: body.trim().to_owned(), fields })
    }

    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

struct Export<'a> {
    by_id: HashMap<&'a str, &'a Thing>,
    resources: HashMap<&'a str, &'a File>,
    /// Of a note and a tag.
    tags: Vec<(&'a str, &'a str)>,
}

impl Export<'_> {
    fn item(&self, note: &Thing) -> Result<Item, &'static str> {
        if note.get("encryption_applied") == "1" {
            return Err("is encrypted");
        }
        if note.get("is_conflict") == "1" || !matches!(note.get("deleted_time"), "" | "0") {
            return Err("was in the trash, or the second text of a conflict");
        }
        let id = note.get("id");
        let tags = self
            .tags
            .iter()
            .filter(|(of, _)| *of == id)
            .filter_map(|(_, tag)| Some(self.by_id.get(tag)?.title.as_str()));
        let (words, attachments) = self.linked(&note.body);
        let is_done = note.get("is_todo") == "1" && !matches!(note.get("todo_completed"), "" | "0");
        let todo = (note.get("is_todo") == "1").then_some("todo");
        Ok(Item {
            date: moment::of(note.get("user_created_time")).or_else(|| moment::of(note.get("created_time"))),
            folders: self.folders(note),
            words,
            attachments,
            source: Some(note.get("source_url").to_owned()).filter(|url| !url.is_empty()),
            via: Some(note.get("author").to_owned()).filter(|author| !author.is_empty()),
            state: if is_done { State::Archived } else { State::Kept },
            key: Some(format!("joplin {id}")),
            ..Item::note(1, &note.title).tagged(tags.chain(todo))
        })
    }

    /// The notebooks around, the outermost first.
    fn folders(&self, note: &Thing) -> Vec<String> {
        let mut folders = Vec::new();
        let mut next = self.by_id.get(note.get("parent_id"));
        // A notebook that lies in itself ends somewhere, too.
        while let Some(folder) = next.filter(|_| folders.len() < 20) {
            folders.insert(0, folder.title.clone());
            next = self.by_id.get(folder.get("parent_id"));
        }
        folders
    }

    /// A text whose links to notes are by title, and to files as attachments, and these.
    fn linked(&self, body: &str) -> (String, Vec<Attachment>) {
        let (mut words, mut attachments, mut rest) = (String::new(), Vec::new(), body);
        while let Some(at) = rest.find("](:/") {
            let (before, link) = rest.split_at(at);
            let id = link.get(4..36).unwrap_or_default();
            let Some(end) = link.find(')').filter(|end| *end >= 36) else {
                // No id: the link stays as it is.
                words.push_str(&rest[..at + 4]);
                rest = &link[4..];
                continue;
            };
            let start = before.rfind('[').unwrap_or(before.len());
            if let Some(file) = self.resources.get(id) {
                let name = file.file_name().to_owned();
                words.extend([before, "](attachment:", name.as_str(), ")"]);
                attachments.push(Attachment { name, bytes: Some(file.bytes.clone()) });
            } else if let Some(note) = self.by_id.get(id) {
                let shown = before.get(start + 1..).unwrap_or_default();
                let shown = if shown == note.title { String::new() } else { format!("|{shown}") };
                words.extend([&before[..start], "[[", note.title.as_str(), shown.as_str(), "]]"]);
            } else {
                words.push_str(&rest[..=at + end]);
            }
            rest = &link[end + 1..];
        }
        (words + rest, attachments)
    }
}

fn stem(file: &File) -> &str {
    file.file_name().split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_with_notebooks_tags_links_and_files() {
        let id = |letter: &str| letter.repeat(32);
        let file = |name: &str, text: String| File { name: name.into(), bytes: text.into_bytes() };
        let note = format!(
            "Tea\n\nGreen. [bad](:/short) See [the other](:/{}) and ![pic](:/{}).\n\nid: {}\nparent_id: {}\ncreated_time: 2024-01-02T03:04:05.123Z\nis_todo: 0\ntype_: 1",
            id("b"),
            id("c"),
            id("a"),
            id("d")
        );
        let files = [
            file("a.md", note),
            file(
                "b.md",
                format!(
                    "Milk\n\nid: {}\nparent_id: {}\nis_todo: 1\ntodo_completed: 1704164645000\ntype_: 1",
                    id("b"),
                    id("d")
                ),
            ),
            file("d.md", format!("Drinks\n\nid: {}\nparent_id: \ntype_: 2", id("d"))),
            file("e.md", format!("hot\n\nid: {}\ntype_: 5", id("e"))),
            file("f.md", format!("id: {}\nnote_id: {}\ntag_id: {}\ntype_: 6", id("f"), id("a"), id("e"))),
            file(&format!("resources/{}.png", id("c")), "png".into()),
        ];

        assert!(is_export(&files));
        let items = read(&files).items;

        assert_eq!(
            items[0].words,
            format!("Green. [bad](:/short) See [[Milk|the other]] and ![pic](attachment:{}.png).", id("c"))
        );
        assert_eq!((items[0].folders.join("/").as_str(), items[0].tags.join(" ").as_str()), ("Drinks", "hot"));
        assert_eq!(
            (items[0].attachments.len(), items[1].state, items[1].tags.join(" ").as_str()),
            (1, State::Archived, "todo")
        );
    }
}
