//! Mails as entries: the subject is the title, who wrote it is where it came from, the part that is text comes first.

use std::io::Cursor;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, PartType};

use crate::entry::text;
use crate::ops::WriteError;
use crate::ops::capture::{self, Captured, NewEntry};
use crate::ops::{Error, Workspace};
use crate::web;

/// The most mails of one mailbox.
const MOST: usize = 10_000;

/// Saves each mail of a file as an entry: one mail, or a mailbox with several (mbox). What a mail says is somebody else's word: an
/// address in it stays guarded.
pub fn save(workspace: &Workspace, bytes: &[u8], tags: &[String]) -> Result<Vec<Captured>, Error> {
    let drafts: Vec<NewEntry> = mails(bytes).iter().filter_map(|mail| draft(mail, tags)).collect();
    if drafts.is_empty() {
        return Err(WriteError::NoMail.into());
    }
    drafts.iter().map(|draft| Ok(capture::save_given(workspace, draft)?.settle(workspace))).collect()
}

/// The bytes of each mail.
fn mails(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes.to_vec()];
    }
    // Reading from memory does not fail.
    let mails = MessageIterator::new(Cursor::new(bytes)).flatten().take(MOST);
    mails.map(|mail| mail.contents().to_vec()).collect()
}

/// What a mail becomes; nothing of what has neither subject, sender nor words.
fn draft(mail: &[u8], tags: &[String]) -> Option<NewEntry> {
    let mail = MessageParser::default().parse(mail)?;
    let words = words(&mail);
    let title = mail.subject().map(text::one_line).filter(|subject| !subject.is_empty());
    let via = sender(&mail);
    if via.is_none() && title.is_none() {
        return None;
    }
    let is_address = text::lone_url(words.trim()).is_some();
    let title = title.or_else(|| Some("Mail".to_owned()).filter(|_| !is_address && words.trim().is_empty()));
    Some(NewEntry { text: words, title, tags: tags.to_vec(), kind: None, via })
}

fn sender(mail: &Message<'_>) -> Option<String> {
    let from = mail.from()?.first()?;
    let (name, address) = (from.name.as_deref(), from.address.as_deref());
    let said = match (name.map(text::one_line).filter(|name| !name.is_empty()), address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) => one,
        (None, address) => address?.to_owned(),
    };
    Some(text::one_line(&said))
}

/// The part that is text; without one, what the HTML says.
fn words(mail: &Message<'_>) -> String {
    let is_text = |part: &u32| {
        let part = usize::try_from(*part).ok().and_then(|at| mail.parts.get(at));
        part.is_some_and(|part| matches!(part.body, PartType::Text(_)))
    };
    let plain = mail.text_body.iter().position(is_text).and_then(|at| mail.body_text(at));
    let plain = plain.filter(|words| !words.trim().is_empty());
    match (plain, mail.body_html(0)) {
        (Some(plain), _) => plain.replace("\r\n", "\n"),
        (None, Some(html)) => web::to_markdown(&html, ""),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(mail: &str) -> NewEntry {
        draft(mail.as_bytes(), &[]).unwrap()
    }

    #[test]
    fn the_part_that_is_text_comes_first_in_whatever_alphabet_it_is() {
        let mail = "From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\r\nSubject: =?iso-8859-1?q?T=E9e?=\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>html</b>\r\n--b\r\n\
            Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nd=E9j=E0\r\n--b--\r\n";

        let draft = only(mail);

        assert_eq!((draft.title.as_deref(), draft.via.as_deref()), (Some("Tée"), Some("Jürgen <j@example.org>")));
        assert_eq!(draft.text.trim(), "déjà");
    }

    #[test]
    fn html_alone_is_read_as_text() {
        let mail = "From: a@b.c\nSubject: x\nContent-Type: text/html\n\n<p>Two <b>words</b></p><script>no</script>";

        assert_eq!(only(mail).text.trim(), "Two **words**");
    }

    #[test]
    fn a_mailbox_has_several_and_what_is_no_mail_none() {
        let mbox = b"From a@b.c Sat Nov 21 10:00:00 2026\nFrom: a@b.c\nSubject: one\n\nhello\n>From here\n\nFrom b Sat Nov 21 10:00:00 2026\nSubject: two\n\nx\n";

        let all = mails(mbox);

        assert_eq!(all.len(), 2);
        assert!(draft(&all[0], &[]).unwrap().text.contains("\nFrom here"));
        assert!(draft(b"just words", &[]).is_none());
    }
}
