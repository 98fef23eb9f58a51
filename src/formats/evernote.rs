//! What Evernote exports (`.enex`): a notebook as XML, its notes in HTML, their pictures and files within.
//!
//! It is written by a program, always alike: its parts are found by their tags, so that one that is cut short is read up to there.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::html::Tag;
use super::{Attachment, Cut, Format, Item, Malformed, Reading, Skipped, html, last_line, markup, moment};

pub(super) const FORMAT: Format = Format {
    name: "evernote",
    of: "Evernote (.enex)",
    is_recognised: |sample| sample.head().contains("<en-export"),
    read,
};

fn read(text: &str) -> Result<Reading, Malformed> {
    let (mut reading, mut at, mut line, mut counted) = (Reading::default(), 0, 1, 0);
    while let Some(start) = text[at..].find("<note>").map(|found| at + found) {
        line += text.as_bytes()[counted..start].iter().filter(|byte| **byte == b'\n').count();
        counted = start;
        let Some(end) = text[start..].find("</note>").map(|found| start + found) else {
            reading.cut = Some(Cut { line, why: "the file ends in the middle of this note" });
            break;
        };
        let (note, damaged) = note(&text[start..end]);
        reading.items.push(Item { line, ..note });
        let why = |name: String| format!("its file {name:?} is damaged");
        reading.skipped.extend(damaged.into_iter().map(|name| Skipped { line, why: why(name) }));
        at = end;
    }
    if reading.cut.is_none() && !text[at..].contains("</en-export>") {
        reading.cut = Some(Cut { line: last_line(text), why: "the file ends before its end" });
    }
    Ok(reading)
}

/// A note, and the names of those of its files that cannot be read.
fn note(text: &str) -> (Item, Vec<String>) {
    // What stands in resources says nothing about the note.
    let (head, rest) = text.split_at(text.find("<resource>").unwrap_or(text.len()));
    let (mut files, mut damaged) = (Vec::new(), Vec::new());
    for resource in rest.split("<resource>").skip(1) {
        match file(resource) {
            Ok(file) => add(file, &mut files),
            Err(name) => damaged.push(name),
        }
    }
    let name_of = |tag: &Tag| {
        let hash = tag.get("hash")?;
        files.iter().find(|file| file.hash == hash).map(|file| file.attachment.name.clone())
    };
    let content = between(head, "content").unwrap_or_default();
    let content =
        content.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").replace("]]]]><![CDATA[>", "]]>");
    let tags: Vec<String> =
        head.split("<tag>").skip(1).filter_map(|rest| Some(plain(rest.split_once("</tag>")?.0))).collect();
    let item = Item::note(0, &plain(between(head, "title").unwrap_or_default()));
    let item = Item {
        date: between(head, "created").or_else(|| between(head, "updated")).and_then(moment::of),
        words: markup::markdown(&content, &name_of),
        source: between(head, "source-url").map(plain).filter(|url| !url.is_empty()),
        via: between(head, "author").map(plain).filter(|author| !author.is_empty()),
        attachments: files.into_iter().map(|file| file.attachment).collect(),
        ..item.tagged(tags.iter().map(String::as_str))
    };
    (item, damaged)
}

/// A picture or file, with the hash by which the note names it.
struct File {
    hash: String,
    attachment: Attachment,
}

/// Adds a file under a name that none of the others has; the same file twice is one.
fn add(mut file: File, files: &mut Vec<File>) {
    if files.iter().any(|there| there.hash == file.hash) {
        return;
    }
    let name = file.attachment.name.clone();
    let (stem, end) =
        name.rsplit_once('.').map_or((name.as_str(), String::new()), |(stem, end)| (stem, format!(".{end}")));
    let mut count = 1;
    while files.iter().any(|there| there.attachment.name == file.attachment.name) {
        count += 1;
        file.attachment.name = format!("{stem}-{count}{end}");
    }
    files.push(file);
}

/// A file of a note, or the name of one that cannot be read.
fn file(resource: &str) -> Result<File, String> {
    let name = between(resource, "file-name").map(plain).filter(|name| !name.is_empty());
    let data = between_open(resource, "data").and_then(|data| data.split_once('>')).map_or("", |(_, data)| data);
    let data: String = data.chars().filter(|c| !c.is_whitespace()).collect();
    let Ok(bytes) = STANDARD.decode(data) else { return Err(name.unwrap_or("without a name".into())) };
    let hash: String = Md5::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let ending =
        between(resource, "mime").and_then(|mime| mime.rsplit('/').next()).unwrap_or("bin").replace("jpeg", "jpg");
    let name = name.unwrap_or_else(|| format!("{}.{ending}", &hash[..8])).replace(['/', '<', '>'], "-");
    Ok(File { hash, attachment: Attachment { name, bytes: Some(bytes) } })
}

/// What stands between the tags of an element.
fn between<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let start = text.find(&format!("<{name}>"))? + name.len() + 2;
    let end = text[start..].find(&format!("</{name}>"))?;
    Some(&text[start..start + end])
}

/// The same with the rest of the opening tag.
fn between_open<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let start = text.find(&format!("<{name}"))? + name.len() + 1;
    let end = text[start..].find(&format!("</{name}>"))?;
    Some(&text[start..start + end])
}

/// Text without its entities.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    html::pieces(text, |piece| {
        if let html::Piece::Words(words) = piece {
            plain.push_str(&words);
        }
    });
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENEX: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE en-export SYSTEM \"http://xml.evernote.com/pub/evernote-export4.dtd\">\n\
        <en-export export-date=\"20240102T030405Z\" application=\"Evernote\" version=\"10\">\n<note><title>Tea &amp; milk</title>\
        <created>20240102T030405Z</created><updated>20240103T030405Z</updated><tag>tea</tag><tag>hot drinks</tag>\
        <note-attributes><author>Ada</author><source-url>https://a.example/?a=1&amp;b=2</source-url></note-attributes>\
        <content><![CDATA[<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><!DOCTYPE en-note SYSTEM \"x\"><en-note><div>Green.</div>\
        <div><en-media type=\"text/plain\" hash=\"5d41402abc4b2a76b9719d911017c592\"/></div></en-note>]]></content>\
        <resource><data encoding=\"base64\">\naGVs\nbG8=\n</data><mime>text/plain</mime><resource-attributes><file-name>hello.txt</file-name></resource-attributes></resource>\
        </note>\n<note><title>Cut";

    #[test]
    fn notes_are_read_with_their_files_and_up_to_where_the_export_ends() {
        let reading = Format::of(ENEX).unwrap().read(ENEX).unwrap();

        let tea = &reading.items[0];
        assert_eq!(
            (tea.title.as_str(), tea.words.as_str()),
            ("Tea & milk", "Green.\n![hello.txt](<attachment:hello.txt>)")
        );
        assert_eq!(
            (tea.tags.join(",").as_str(), tea.source.as_deref()),
            ("tea,hot drinks", Some("https://a.example/?a=1&b=2"))
        );
        assert_eq!(
            (tea.attachments[0].bytes.as_deref(), tea.date.unwrap().timestamp()),
            (Some(b"hello".as_slice()), 1_704_164_645)
        );
        assert_eq!((reading.items.len(), reading.cut.unwrap().line), (1, 8));
    }

    #[test]
    fn files_of_one_name_are_told_apart_and_damaged_ones_named() {
        let resource = |data: &str, name: &str| {
            format!(
                "<resource><data encoding=\"base64\">{data}</data><mime>image/png</mime><resource-attributes><file-name>{name}</file-name></resource-attributes></resource>"
            )
        };
        let media = |bytes: &[u8]| {
            let hash: String = Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            format!("<div><en-media type=\"image/png\" hash=\"{hash}\"/></div>")
        };
        let (one, two) = (resource("b25l", "image.png"), resource("dHdv", "image.png"));
        let export = format!(
            "<en-export>\n<note><title>T</title><content><![CDATA[<en-note>{}{}</en-note>]]></content>{one}{two}{one}{}</note>\n</en-export>",
            media(b"one"),
            media(b"two"),
            resource("A!!", "lost.png")
        );

        let reading = FORMAT.read(&export).unwrap();

        let files = reading.items[0].attachments.iter();
        let files: Vec<(&str, &[u8])> = files.map(|it| (it.name.as_str(), it.bytes.as_deref().unwrap())).collect();
        assert_eq!(files, [("image.png", b"one".as_slice()), ("image-2.png", b"two")]);
        let words = "![image.png](<attachment:image.png>)\n![image-2.png](<attachment:image-2.png>)";
        assert_eq!(reading.items[0].words, words);
        assert_eq!(reading.skipped, [Skipped { line: 2, why: "its file \"lost.png\" is damaged".into() }]);
        assert_eq!(reading.cut, None);
        assert_eq!(FORMAT.read(export.trim_end_matches("</en-export>")).unwrap().cut.map(|cut| cut.line), Some(2));
    }
}
