//! PDF: the text of its pages, in the order in which they draw it.

use std::panic::{self, AssertUnwindSafe};

use pdf_extract::{Document as File, PlainTextOutput, output_doc_page};

use super::{Document, add, line};
use crate::web;

pub(super) fn read(bytes: &[u8]) -> Result<Document, String> {
    let mut file = File::load_mem(bytes).map_err(|error| error.to_string())?;
    if file.trailer.get(b"Encrypt").is_ok() && file.decrypt("").is_err() {
        return Err("it needs a password".to_owned());
    }
    let mut text = String::new();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let mut unread = Vec::new();
    for page in pages {
        match words(&file, page) {
            Some(words) if !add(&mut text, &web::to_markdown(&html(&words), "")) => break,
            Some(_) => {}
            None => unread.push(page),
        }
    }
    if text.is_empty() && !unread.is_empty() {
        return Err("its pages are damaged".to_owned());
    }
    Ok(Document { title: said(&file, b"Title"), author: said(&file, b"Author"), text, ..Document::default() })
}

/// The text of a page; nothing where its reader gives up. What that panics over is one page, not the file.
fn words(file: &File, page: u32) -> Option<String> {
    let read = AssertUnwindSafe(|| {
        let mut words = String::new();
        output_doc_page(file, &mut PlainTextOutput::new(&mut words), page).map(|()| words)
    });
    panic::catch_unwind(read).ok().and_then(Result::ok)
}

/// What a file says of itself.
fn said(file: &File, key: &[u8]) -> Option<String> {
    let info = file.trailer.get(b"Info").ok()?;
    let info = info.as_reference().and_then(|id| file.get_dictionary(id)).or_else(|_| info.as_dict()).ok()?;
    line(&pdf_extract::decode_text_string(info.get(key).ok()?).ok()?)
}

/// Paragraphs of lines; between two of them is an empty line.
fn html(words: &str) -> String {
    let mut html = String::new();
    let mut paragraph = String::new();
    for line in words.lines().map(str::trim).chain([""]) {
        if line.is_empty() && !paragraph.is_empty() {
            html.extend(["<p>", &escaped(&paragraph), "</p>\n"]);
            paragraph.clear();
        }
        join(&mut paragraph, line);
    }
    html
}

/// Adds a line; a word that was divided at its end is one again.
fn join(paragraph: &mut String, line: &str) {
    let is_divided = paragraph.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic));
    if is_divided && line.starts_with(char::is_lowercase) {
        paragraph.pop();
    } else if !paragraph.is_empty() {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_and_divided_words_are_whole() {
        let words = "\n\nDER manip-\nulation of <b>,\nby Hans-\nPeter\n\nNext\n";

        assert_eq!(html(words), "<p>DER manipulation of &lt;b&gt;, by Hans- Peter</p>\n<p>Next</p>\n");
    }
}
