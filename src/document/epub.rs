//! EPUB: the chapters of a book in the order in which they are read. Nothing that it names is fetched or unpacked to a disk.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::xml::Element;
use super::{Document, add, line, xml};
use crate::text::percent;
use crate::web;

/// How much of a book is unpacked, in bytes, and how many files it may have.
const LARGEST: u64 = 64_000_000;
const MOST: usize = 10_000;
/// What links to other chapters are taken from, so that they are only words.
const NOWHERE: &str = "about:blank";

pub(super) fn read(bytes: &[u8]) -> Result<Document, String> {
    let mut book = Book::open(bytes)?;
    let container = xml::elements(&book.text("META-INF/container.xml")?)?;
    let package = container.iter().find_map(|it| it.value("full-path")).ok_or("it does not say what it is made of")?;
    let elements = xml::elements(&book.text(package)?)?;
    let said = |name: &str| elements.iter().filter(|it| it.name == name).find_map(|it| line(&it.text));
    let title = said("title");
    let mut text = String::new();
    for name in chapters(&elements) {
        let chapter = chapter(&book.text(&joined(package, name)?)?, title.as_deref());
        if !add(&mut text, &chapter) {
            break;
        }
    }
    Ok(Document {
        author: said("creator"),
        lang: said("language").filter(|it| is_language(it)),
        description: said("description"),
        title,
        text,
    })
}

/// The files of the chapters, as the package names them.
fn chapters(elements: &[Element]) -> Vec<&str> {
    let item = |id: &str| elements.iter().find(|it| it.name == "item" && it.value("id") == Some(id));
    let spine = elements.iter().filter(|it| it.name == "itemref" && it.value("linear") != Some("no"));
    spine.filter_map(|it| item(it.value("idref")?)?.value("href")).collect()
}

/// The text of a chapter. One without a heading has its title for one, if that is not the book's.
fn chapter(xhtml: &str, book: Option<&str>) -> String {
    let text = web::to_markdown(xhtml, NOWHERE);
    if text.is_empty() || text.starts_with('#') {
        return text;
    }
    let title = xhtml.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    match title.and_then(|(title, _)| line(title)).filter(|title| Some(title.as_str()) != book) {
        Some(title) => format!("{}\n{text}", web::to_markdown(&format!("<h2>{title}</h2>"), NOWHERE)),
        None => text,
    }
}

fn is_language(said: &str) -> bool {
    said.len() <= 35 && said.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Where a file lies that is named in the one at `from`.
fn joined(from: &str, name: &str) -> Result<String, String> {
    let name = name.split('#').next().unwrap_or_default();
    let mut parts: Vec<String> = from.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in percent::decoded_lossily(name).split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().ok_or("it names a file outside of it")?),
            part => parts.push(part.to_owned()),
        }
    }
    Ok(parts.join("/"))
}

struct Book<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// How much there is room for yet.
    room: u64,
}

impl<'b> Book<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        if archive.len() > MOST {
            return Err(format!("it has more than {MOST} files"));
        }
        Ok(Self { archive, room: LARGEST })
    }

    /// A text in it; what the archive says of its size is not believed.
    fn text(&mut self, name: &str) -> Result<String, String> {
        let file = self.archive.by_name(name).map_err(|_| format!("it lacks {}", line(name).unwrap_or_default()))?;
        let mut bytes = Vec::new();
        file.take(self.room + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        let left = self.room.checked_sub(bytes.len() as u64);
        self.room = left.ok_or_else(|| format!("it unpacks to more than {} MB", LARGEST / 1_000_000))?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }
}
